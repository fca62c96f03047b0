import * as v from 'valibot'
import { toldSchema, type Asked, type Found, type Order } from './order.ts'
import { createPatience } from './patience.ts'
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
  readonly why: 'unreadable' | 'stalled' | 'internal'

  /** @param why `stalled`: nothing more was read, and nobody said why */
  constructor(why: ReadingError['why'], message: string) {
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
  let endPatience: (() => void) | undefined
  return new Promise<Found>((resolve, reject) => {
    const patience = createPatience(() => reject(new ReadingError('stalled', 'nothing is read')))
    endPatience = patience.end
    let isHeld = false
    const wait = (): void => (isHeld ? patience.end() : patience.renew())
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.addEventListener('error', ({ message }) => reject(new ReadingError('internal', message)))
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      wait()
      const told = v.parse(toldSchema, data)
      if (told.type === 'progress') reading.progress(told.at)
      else if (told.type === 'checkpoint') reading.checkpoint(told.checkpoint)
      else if (told.type === 'done') resolve(told.found)
      else reject(new ReadingError(told.why, told.cause))
    })
    signal.throwIfAborted()
    wait()
    endHold = followHold?.((held) => {
      isHeld = held
      wait()
      ask({ type: 'hold', held })
    })
    ask({ type: 'read', order })
  }).finally(() => {
    endHold?.()
    endPatience?.()
    worker.terminate()
  })
}
