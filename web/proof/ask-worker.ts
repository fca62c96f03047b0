import * as v from 'valibot'
import { toldSchema, type Found, type Order } from './order.ts'
import type { Reading } from './read-file.ts'

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
 * @throws ReadingError; the signal's reason when it was ended
 */
export function readInWorker(order: Order, reading: Reading, signal: AbortSignal): Promise<Found> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
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
    worker.postMessage(order)
  }).finally(() => worker.terminate())
}
