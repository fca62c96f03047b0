import type { Offer } from '../../shared/hand-over.ts'
import { planHandOver } from '../../web/background/plan.ts'
import type { Background } from '../../web/sw/background/background.ts'
import { offerOf } from '../../web/sw/background/offers.ts'
import type { Upload } from '../../web/sw/engine/step.ts'
import { newFetchId, type createBackgroundFetches } from './background-fetches.ts'
import type { Tape } from './tape.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { World } from './world.ts'

export interface PagePorts {
  readonly tape: Tape
  readonly clock: VirtualClock
  readonly world: World
  readonly contents: ReadonlyMap<string, Uint8Array>
  readonly fetches: Pick<ReturnType<typeof createBackgroundFetches>, 'begin'>
  /** Sends the worker a message. */
  readonly tell: (work: (background: Background) => Promise<unknown>) => void
  /** The worker has come to know of a fetch. */
  readonly known: (fetchId: string, background: Background) => void
  readonly uploads: () => ReadonlyMap<string, Upload>
}

/** ms, at least, between two times that a page hears what it may hand over. */
const INTERVAL = 500

/** The only page of the app: what it does about handing over, and what a closing page may get wrong. */
export function createPage(ports: PagePorts) {
  const { tape, clock, world, contents, fetches, tell, uploads } = ports
  let isOpen = true
  let told: readonly Offer[] = []
  let toldAt = -Infinity

  const offersNow = (): Offer[] => [...uploads().values()].flatMap((one) => offerOf(one) ?? [])

  /** The browser gets what is left and the worker is told, if neither goes wrong. */
  function handOver(): void {
    const offers = (tape.choose(2) === 0 ? offersNow() : told).filter(({ id }) => contents.has(id))
    const room = tape.choose(4) === 1 ? tape.choose(150) : Infinity
    const plan = planHandOver(offers, room)
    if (plan.parts.length === 0) return
    const fetchId = newFetchId()
    const mishap = tape.choose(8)
    if (mishap !== 1) {
      const parts = plan.parts.map(({ offer, number, start, end, checksum, isSending }) => {
        const bytes = contents.get(offer.id)?.slice(start, end) ?? new Uint8Array()
        const { remoteId, token } = offer
        return { remoteId, token, number, bytes, checksum, isSending }
      })
      fetches.begin(fetchId, parts)
    }
    if (mishap === 2) return
    clock.after(tape.choose(2) * tape.choose(300), () =>
      tell(async (background) => {
        const { begun } = await background.handedOver(fetchId, plan.uploads)
        ports.known(fetchId, background)
        if (mishap === 1 && isOpen) await background.refused(fetchId)
        await begun
      }),
    )
  }

  return {
    isOpen: () => isOpen,
    /** Time passes: now and then the worker tells what may be handed over. */
    look(): void {
      if (!isOpen || clock.trueTime() - toldAt < INTERVAL) return
      told = offersNow()
      toldAt = clock.trueTime()
    },
    handOver,
    /** The last page closes; without it the browser may not let its files be read any more. */
    close(): void {
      if (!isOpen) return
      handOver()
      this.crash()
    },
    /** It goes away without a word. */
    crash(): void {
      isOpen = false
      const problem = ([null, 'file_permission', null, 'file_gone'] as const)[tape.choose(4)]
      if (problem) for (const id of contents.keys()) world.unreadable.set(id, problem)
    },
    /** A new one, or another, by which the browser may let the files be read again. */
    open(): void {
      isOpen = true
      told = []
      toldAt = -Infinity
      if (tape.choose(2) === 0) for (const id of contents.keys()) world.unreadable.delete(id)
      tell(async () => undefined)
    },
  }
}
