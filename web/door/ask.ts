import * as v from 'valibot'
import type { ErrorCode } from '../../shared/errors.ts'
import { replySchema, replySchemas, type ReplyValue, type ToWorker } from '../../shared/messages.ts'

/** Who can be sent a message with a port: a service worker. */
export interface Addressee {
  postMessage(message: unknown, transfer: Transferable[]): void
}

/** The worker refused, by an error code, or gave no answer that can be read. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError'
  readonly code: ErrorCode | 'no_answer'

  constructor(code: ErrorCode | 'no_answer', message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Sends a message with a port of its own and gives what the worker answers on it.
 *
 * @param timeout ms to wait
 * @throws WorkerError with the worker's code, or `no_answer` when none came in time
 */
export async function ask<T extends ToWorker['type']>(
  worker: Addressee,
  message: Extract<ToWorker, { type: T }>,
  timeout: number,
): Promise<ReplyValue<T>> {
  const { port1, port2 } = new MessageChannel()
  try {
    worker.postMessage(message, [port2])
    return read<T>(message.type, await nextMessage(port1, timeout, message.type))
  } finally {
    port1.close()
  }
}

function nextMessage(port: MessagePort, timeout: number, asked: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new WorkerError('no_answer', `no answer to ${asked} in ${timeout} ms`))
    }, timeout)
    port.onmessage = ({ data }) => {
      clearTimeout(timer)
      resolve(data)
    }
  })
}

function read<T extends ToWorker['type']>(asked: T, data: unknown): ReplyValue<T> {
  const reply = v.safeParse(replySchema, data)
  if (!reply.success) throw unreadable(asked, reply.issues)
  if (!reply.output.ok) {
    throw new WorkerError(reply.output.code, `${asked} was refused: ${reply.output.code}`)
  }
  const value = v.safeParse(replySchemas[asked], reply.output.value)
  if (!value.success) throw unreadable(asked, value.issues)
  return value.output
}

function unreadable(asked: string, issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]) {
  return new WorkerError('no_answer', `the answer to ${asked} can't be read`, {
    cause: new v.ValiError(issues),
  })
}
