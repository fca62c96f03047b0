import type { DestinationStream } from 'pino'
import { escapeInvisible } from '../text.ts'

/** What a command prints, and the code that it ends with where that may be another than 0. */
export type Printed = string | { readonly text: string; readonly exitCode: number }

/**
 * One command.
 *
 * @param stderr for what is logged meanwhile
 * @throws UsageError, or StartError, ApiFailure and UnreadableError for what the person who calls
 *   it can mend
 */
export type Command<Output extends Printed = string> = (
  options: string[],
  environment: Readonly<Record<string, string | undefined>>,
  stderr?: DestinationStream,
) => Promise<Output>

/** The command was not called as it has to be. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** How it has to be. */
  readonly help: string

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options)
    this.help = help
  }
}

/** What a command was pointed at can't be read. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'

  /** @param message may have the names of files: they come from elsewhere, and must not steer the terminal */
  constructor(message: string, options?: ErrorOptions) {
    super(escapeInvisible(message), options)
  }
}
