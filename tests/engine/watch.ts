import type { Background } from '../../web/sw/background/background.ts'
import { AT_ONCE_ELSEWHERE } from '../../web/sw/engine/next.ts'
import type { Upload } from '../../web/sw/engine/step.ts'
import type { createBackgroundFetches } from './background-fetches.ts'
import type { MemoryStore } from './memory-store.ts'
import type { PartByRoute } from './part-route.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { PART_SIZE, type World } from './world.ts'

export interface WatchPorts {
  readonly clock: VirtualClock
  readonly world: Pick<World, 'remotes'>
  readonly store: Pick<MemoryStore, 'failures'>
  readonly contents: ReadonlyMap<string, Uint8Array>
  readonly fetches: Pick<ReturnType<typeof createBackgroundFetches>, 'having' | 'remoteIdsOf'>
  /** By its id at the API. */
  readonly uploadOf: (remoteId: string) => Upload | undefined
  /** Of the worker that runs. */
  readonly background: () => Background
  readonly report: (error: Error) => void
}

/** ms after which the engine has long heard of an answer. */
const HEARD_WITHIN = 1000

/**
 * Watches that the worker and the browser send side by side without getting in each other's way, as
 * far as the worker can know what the browser does.
 */
export function createWatch(ports: WatchPorts) {
  const { clock, world, store, fetches, report } = ports
  /** By which worker a fetch is known. Where a commit has failed since, nobody knows by how much. */
  const knownBy = new Map<string, { background: Background; failures: number }>()
  let resumedBy: Background | null = null
  /** When the worker had dealt with the end of a fetch of the upload, true time in ms. */
  const settledAt = new Map<string, number>()

  function isKnown(fetchId: string): boolean {
    const known = knownBy.get(fetchId)
    return known?.background === ports.background() && known.failures === store.failures()
  }

  function known(fetchId: string, background: Background): void {
    knownBy.set(fetchId, { background, failures: store.failures() })
  }

  function checkApart(remoteId: string, number: number): void {
    const upload = ports.uploadOf(remoteId)
    const elsewhere = upload?.flight.elsewhere ?? []
    if (elsewhere.slice(0, AT_ONCE_ELSEWHERE).includes(number))
      report(new Error(`part ${number} is begun, of which the browser was said to be sending it`))
    const [having, ...more] = fetches.having(remoteId, number)
    // What was offered twice, as the offer was stale, nobody can tell apart.
    if (!having || more.length > 0 || !isKnown(having.fetchId) || having.isSilent) return
    if (having.state !== 'ended' && !elsewhere.includes(number))
      report(new Error(`part ${number} is begun as if the browser did not have it`))
  }

  /** What had arrived when its fetch was over is in the list that follows. */
  function checkListed(remoteId: string, number: number): void {
    const remote = world.remotes.get(remoteId)
    const arrivedAt = remote?.byRoute.get(number) ?? Infinity
    if (arrivedAt >= (settledAt.get(remoteId) ?? -Infinity)) return
    const file = ports.contents.get(ports.uploadOf(remoteId)?.record.id ?? '')
    const bytes = file?.slice((number - 1) * PART_SIZE, number * PART_SIZE)
    if (bytes && Buffer.compare(bytes, remote?.parts.get(number) ?? new Uint8Array()) === 0)
      report(new Error(`part ${number} is sent though it came before its fetch was over`))
  }

  return {
    known,
    /** The worker has found out which fetches go on, of which these were `there` before. */
    resumed(there: readonly string[], background: Background): void {
      // A worker finds out once, and otherwise sees after what it knew.
      const isFirst = resumedBy !== background
      resumedBy = background
      for (const fetchId of there) {
        if (isFirst || knownBy.get(fetchId)?.background === background) known(fetchId, background)
      }
    },
    /** The worker begins to send a part. */
    sends(remoteId: string, number: number): void {
      checkApart(remoteId, number)
      checkListed(remoteId, number)
    },
    /** The browser has got an answer for a part. */
    answered(fetchId: string, { remoteId, number }: PartByRoute): void {
      if (!isKnown(fetchId)) return
      clock.after(HEARD_WITHIN, () => {
        if (!isKnown(fetchId)) return
        const others = fetches.having(remoteId, number).filter((one) => one.fetchId !== fetchId)
        if (others.length === 0 && ports.uploadOf(remoteId)?.flight.elsewhere?.includes(number))
          report(new Error(`part ${number} was answered, and still counts as the browser's`))
      })
    },
    /** The worker has dealt with the end of a fetch. */
    ended(fetchId: string): void {
      for (const remoteId of fetches.remoteIdsOf(fetchId)) settledAt.set(remoteId, clock.trueTime())
    },
  }
}
