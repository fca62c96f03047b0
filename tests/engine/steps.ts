/** Counts what code does instead of how long it takes, so that growth shows and a busy machine doesn't. */
import { Session } from 'node:inspector/promises'

/** Folders of which the steps count. */
const COUNTED = /\/(?:web|shared)\/(?!.*\.test\.ts)/

/**
 * How many blocks of the program's own code ran, and how many items its arrays, maps and sets copied
 * or went through.
 */
export async function countSteps(run: () => Promise<void>): Promise<number> {
  const session = new Session()
  session.connect()
  const copies = countCopies()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    await run()
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const blocks = result
      .filter(({ url }) => COUNTED.test(url))
      .flatMap(({ functions }) => functions)
      .flatMap(({ ranges }) => ranges)
    return blocks.reduce((sum, { count }) => sum + count, copies.count())
  } finally {
    copies.stop()
    session.disconnect()
  }
}

/** Items that go by the methods with which maps, sets and arrays copy, fill and scan. */
function countCopies() {
  let items = 0
  const undo: (() => void)[] = []

  function replace<T extends object, K extends keyof T>(
    owner: T,
    name: K,
    wrap: (was: T[K]) => T[K],
  ) {
    const was = owner[name]
    Object.defineProperty(owner, name, { value: wrap(was), configurable: true, writable: true })
    undo.push(() => {
      Object.defineProperty(owner, name, { value: was, configurable: true, writable: true })
    })
  }

  replace(
    Map.prototype,
    'set',
    (was) =>
      function (this: Map<unknown, unknown>, key, value) {
        items += 1
        return was.call(this, key, value)
      },
  )
  replace(
    Set.prototype,
    'add',
    (was) =>
      function (this: Set<unknown>, value) {
        items += 1
        return was.call(this, value)
      },
  )
  replace(
    Array.prototype,
    'slice',
    (was) =>
      function (this: unknown[], ...range) {
        const part = was.apply(this, range)
        items += part.length
        return part
      },
  )
  replace(
    Array.prototype,
    'includes',
    (was) =>
      function (this: unknown[], ...what) {
        items += this.length
        return was.apply(this, what)
      },
  )
  replace(
    Array.prototype,
    Symbol.iterator,
    (was) =>
      function (this: unknown[]) {
        items += this.length
        return was.call(this)
      },
  )
  return {
    count: () => items,
    stop: () => undo.toReversed().forEach((one) => one()),
  }
}
