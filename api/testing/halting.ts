import type { ObjectStore } from '../s3/store.ts'

/** What a server does by a store. */
export type Work = (store: ObjectStore) => Promise<void>

/**
 * Two servers at once: the first one asks the store so many times and halts; then the other one does. Then
 * the first one goes on to its end, and at last the second one.
 */
export async function raceOn(
  store: ObjectStore,
  [one, other]: readonly [Work, Work],
  [first, second]: readonly [number, number],
): Promise<void> {
  const oneHalts = gate()
  const otherHalts = gate()
  const oneEnds = one(
    halting(store, first, async () => {
      oneHalts.open()
      await otherHalts.opened
    }),
  ).finally(oneHalts.open)
  await oneHalts.opened
  const otherEnds = other(
    halting(store, second, async () => {
      otherHalts.open()
      await oneEnds
    }),
  ).finally(otherHalts.open)
  await Promise.all([oneEnds, otherEnds])
}

/** The store, of whose questions one waits: the one after so many others. */
function halting(store: ObjectStore, after: number, halt: () => Promise<void>): ObjectStore {
  let asked = 0
  return new Proxy(store, {
    get: (store, name) => {
      const value: unknown = Reflect.get(store, name)
      if (typeof value !== 'function') return value
      return async (...given: unknown[]) => {
        if (asked++ === after) await halt()
        return Reflect.apply(value, store, given) as unknown
      }
    },
  })
}

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}
