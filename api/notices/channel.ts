import type { Notice } from './notice.ts'

/** A way to those who are told. */
export interface Channel {
  readonly kind: 'webhook' | 'mail'
  /** Names the receiver in a log: nothing secret, as an address of a webhook may be. */
  readonly label: string
  /**
   * Tries once.
   *
   * @param to an address that belongs to this notice alone; null for the receivers of the settings
   * @param signal ends the attempt
   * @throws DeliveryError
   */
  send(notice: Notice, to: string | null, signal: AbortSignal): Promise<void>
  /**
   * Tries whether a notice would be taken, without one.
   *
   * @throws DeliveryError
   */
  check(signal: AbortSignal): Promise<void>
  close(): void
}

/** Why a notice did not reach its receiver. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  /** Whether to try again is of no use. */
  readonly isFinal: boolean

  constructor(message: string, options: { cause?: unknown; isFinal?: boolean } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.isFinal = options.isFinal ?? false
  }
}
