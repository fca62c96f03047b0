/** Keeps what is on its way until it arrives. */

export interface DelayLine<T> {
  /** @param at when it arrives, ms; later where what was put in before arrives later */
  push(at: number, item: T): void
  /** Takes out what has arrived by now, in the order in which it was put in. */
  take(now: number): T[]
  /** When the next one arrives, undefined when nothing is on its way. */
  nextAt(): number | undefined
}

export function createDelayLine<T>(): DelayLine<T> {
  let line: { readonly at: number; readonly item: T }[] = []
  return {
    push: (at, item) => void line.push({ at: Math.max(at, line.at(-1)?.at ?? 0), item }),
    take(now) {
      const index = line.findIndex(({ at }) => at > now)
      const count = index === -1 ? line.length : index
      const arrived = line.slice(0, count).map(({ item }) => item)
      if (count > 0) line = line.slice(count)
      return arrived
    },
    nextAt: () => line[0]?.at,
  }
}
