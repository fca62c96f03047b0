import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { DeliveryError, type Channel } from './channel.ts'

/** "Gone": the receiver wants no more, by the Standard Webhooks specification. */
const GONE = 410

/**
 * Posts notices to an address, signed by the Standard Webhooks scheme. It follows no redirect and
 * reads no answer, so that a receiver can make the server ask nothing of others, nor have it tell.
 *
 * @param secrets each signs
 * @param label see {@link Channel}
 */
export function createWebhook(url: string, secrets: readonly string[], label: string): Channel {
  const signers = secrets.map((secret) => new Webhook(secret))

  async function post(id: string, payload: object, signal: AbortSignal): Promise<void> {
    const body = JSON.stringify(payload)
    const time = new Date()
    let response: Response
    try {
      response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal,
        body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Longhaul',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
          'webhook-signature': signers.map((signer) => signer.sign(id, time, body)).join(' '),
        },
      })
    } catch (cause) {
      throw new DeliveryError(whyNot(cause))
    }
    // The status says all; a body that breaks off while it is thrown away changes nothing.
    await response.body?.cancel().catch(() => undefined)
    if (response.ok) return
    const isFinal = response.status === GONE
    throw new DeliveryError(`the receiver answered ${response.status}`, { isFinal })
  }

  return {
    kind: 'webhook',
    label,
    send: ({ id, ...payload }, _to, signal) => post(id, payload, signal),
    check: (signal) => {
      const payload = { type: 'test', timestamp: new Date().toISOString(), data: {} }
      return post(`msg_${randomUUID()}`, payload, signal)
    },
    close: () => undefined,
  }
}

/** Without the error itself: those of fetch may have the address, which may be a secret. */
function whyNot(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time'
  const cause = error instanceof Error ? error.cause : undefined
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined
  return typeof code === 'string' ? `not reached: ${code}` : 'not reached'
}
