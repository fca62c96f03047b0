/** Calls back before the next picture is drawn; soon, where none is: the page may be hidden. */
export type OnNextFrame = (call: () => void) => void

/** ms after which a picture is not waited for any more: a covered window may not be drawn at all. */
const LONGEST = 500

export function onNextFrame(call: () => void): void {
  if (document.visibilityState !== 'visible') return void setTimeout(call)
  const stop = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', stop)
    call()
  }
  const frame = requestAnimationFrame(stop)
  const timer = setTimeout(stop, LONGEST)
  document.addEventListener('visibilitychange', stop)
}

/** Work of known size that is done in order, so much of it a frame. */
export interface FrameQueue<T> {
  add(items: readonly T[]): void
  /** Does all that waits now. */
  flush(): void
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>
}

/**
 * @param work does some items at once
 * @param sizeOf an item; each frame takes items until their sizes come to `most`, and at least one
 */
export function createFrameQueue<T>(
  work: (items: readonly T[]) => void,
  sizeOf: (item: T) => number,
  most: number,
  nextFrame: OnNextFrame,
): FrameQueue<T> {
  let waiting: readonly T[] = []
  let asked = false
  let told: (() => void)[] = []

  function take(count: number): void {
    const taken = waiting.slice(0, count)
    waiting = waiting.slice(count)
    if (taken.length > 0) work(taken)
    if (waiting.length > 0) return ask()
    const tell = told
    told = []
    for (const one of tell) one()
  }

  function ask(): void {
    if (asked) return
    asked = true
    nextFrame(() => {
      asked = false
      let size = 0
      const end = waiting.findIndex((item) => (size += sizeOf(item)) >= most)
      take(end < 0 ? waiting.length : end + 1)
    })
  }

  return {
    add(items) {
      waiting = [...waiting, ...items]
      if (waiting.length > 0) ask()
    },
    flush: () => take(waiting.length),
    drained: () =>
      waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => told.push(resolve)),
  }
}
