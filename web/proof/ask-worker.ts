import * as v from 'valibot'
import { toldSchema, type Asked, type Found, type Order } from './order.ts'
import type { Reading } from './read-file.ts'

/**
 * What is told whether reading has to wait, at once and whenever that changes.
 *
 * @returns ends the telling
 */
export type FollowHold = (tell: (held: boolean) => void) => () => void

/** The file could not be read to its end. */
export class ReadingError extends Error {
  override readonly name = 'ReadingError'
  readonly why: 'unreadable' | 'internal'

  constructor(why: 'unreadable' | 'internal', message: string) {
    super(message)
    this.why = why
  }
}

/**
 * Has a worker of its own read a file.
 *
 * @param followHold by which it waits; without it, it never does
 * @throws ReadingError; the signal's reason when it was ended
 */
export function readInWorker(
  order: Order,
  reading: Reading,
  signal: AbortSignal,
  followHold?: FollowHold,
): Promise<Found> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const ask = (asked: Asked): void => worker.postMessage(asked)
  let endHold: (() => void) | undefined
  return new Promise<Found>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.addEventListener('error', ({ message }) => reject(new ReadingError('internal', message)))
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const told = v.parse(toldSchema, data)
      if (told.type === 'progress') reading.progress(told.at)
      else if (told.type === 'checkpoint') reading.checkpoint(told.checkpoint)
      else if (told.type === 'done') resolve(told.found)
      else reject(new ReadingError(told.why, told.cause))
    })
    signal.throwIfAborted()
    endHold = followHold?.((held) => ask({ type: 'hold', held }))
    ask({ type: 'read', order })
  }).finally(() => {
    endHold?.()
    worker.terminate()
  })
}
