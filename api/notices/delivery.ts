import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics/metrics.ts'
import { withinTime } from '../time-limit.ts'
import { DeliveryError, type Channel } from './channel.ts'
import { createLane } from './lane.ts'
import { markOf, type Delivery, type Kept, type Outbox } from './outbox.ts'
import { createStrays } from './strays.ts'

/** Ms but for the numbers. */
export interface DeliveryTiming {
  /** The longest that one attempt may take. */
  readonly attempt: number
  /** The waits before the attempts that are made at once, */
  readonly soon: readonly number[]
  /** and those before each further round of them, which any server may take over. */
  readonly later: readonly number[]
  /** For how long a delivery belongs to the server that has it in hand. */
  readonly lease: number
  /** For how long after it was due one that this server can't bring is left to others. */
  readonly stray: number
  /** Between two looks for what is due. */
  readonly look: number
  /** Deliveries to one receiver that one server has in hand; more are left in the bucket. */
  readonly mostInHand: number
  /** Deliveries in the bucket; more are dropped, and not put off but given up. */
  readonly mostKept: number
  /** Attempts at the same time for one receiver. */
  readonly atOnce: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

export const DELIVERY_TIMING: DeliveryTiming = {
  attempt: 15 * SECOND,
  soon: [0, 2 * SECOND, 10 * SECOND, MINUTE],
  later: [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR],
  lease: 10 * MINUTE,
  stray: 24 * HOUR,
  look: MINUTE,
  mostInHand: 1000,
  mostKept: 10_000,
  atOnce: 4,
}

/** Brings notices to their receivers, however long that takes, with nobody waiting for it. */
export interface Deliveries {
  add(delivery: Delivery): void
  /** Begins to look for what this server or another left behind. */
  start(): void
  /** What is under way is broken off; it is in the bucket, and taken up from there. */
  stop(): Promise<void>
}

/** What deliveries stand on. */
export interface DeliveryParts {
  readonly channels: ReadonlyMap<string, Channel>
  readonly outbox: Outbox
  readonly metrics: Metrics
  readonly timing: DeliveryTiming
  /** ms since 1970. */
  readonly now: () => number
  readonly log: Logger
}

/** How the attempts of one round ended; `left` where the server has to let go of it. */
interface RoundEnd {
  readonly end: 'delivered' | 'refused' | 'unreached' | 'left'
  /** Why the last attempt failed, if it did. */
  readonly why?: string
}

/** An attempt that failed. */
interface Failed {
  readonly error: unknown
  /**
   * Whether others wait, and it took its time: were each tried several times in a row, all would stand
   * in line for longer than they belong to a server, and none would ever be done.
   */
  readonly hasToWait: boolean
}

/**
 * Each delivery is kept in the bucket first, so that it outlasts the server; where the bucket can't be
 * written, it is tried all the same, and lost if the first round fails and it still can't.
 */
export function createDeliveries(parts: DeliveryParts): Deliveries {
  const { channels, outbox, metrics, timing, now, log } = parts
  const strays = createStrays({ outbox, metrics, longest: timing.stray, now, log })
  const stopping = new AbortController()
  const names = new Map([...channels.keys()].map((name) => [markOf(name), name]))
  const lanes = new Map([...channels.keys()].map((name) => [name, createLane(timing.atOnce)]))
  /** Keys of what this server has in hand. */
  const inHand = new Set<string>()
  const works = new Set<Promise<unknown>>()
  /** How many of these bring something, by channel. */
  const busy = new Map<string, number>()
  const isFull = (name: string) => (busy.get(name) ?? 0) >= timing.mostInHand
  /** How many are being left in the bucket. */
  let leaving = 0
  let kept = 0
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  /** Tries once, as soon as it is its turn; `late` where that came too late. */
  async function attempt(
    channel: Channel,
    delivery: Delivery,
    until: number,
  ): Promise<'done' | 'late' | Failed> {
    const { notice, to, channel: name } = delivery
    const lane = lanes.get(name)
    if (!lane) return 'late'
    return lane.run(async () => {
      const began = now()
      if (stopping.signal.aborted || began >= until) return 'late'
      try {
        await withinTime(timing.attempt, stopping.signal, (signal) =>
          channel.send(notice, to, signal),
        )
        return 'done'
      } catch (error) {
        return { error, hasToWait: lane.isCrowded() && now() - began > timing.attempt / 2 }
      }
    })
  }

  async function round(channel: Channel, delivery: Delivery, until: number): Promise<RoundEnd> {
    let why = ''
    for (const wait of timing.soon) {
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
      const tried = await attempt(channel, delivery, until)
      if (tried === 'late' || (tried !== 'done' && stopping.signal.aborted)) return { end: 'left' }
      metrics.noticeAttempted(channel.kind, tried === 'done')
      if (tried === 'done') return { end: 'delivered' }
      const { error, hasToWait } = tried
      if (!(error instanceof DeliveryError)) throw error
      log.debug({ ...factsOf(channel, delivery), err: error }, 'a notice did not arrive')
      why = error.message
      if (error.isFinal) return { end: 'refused', why }
      if (hasToWait) break
    }
    return { end: 'unreached', why }
  }

  /** Keeps it for a later round, where there is one. */
  async function putOff(delivery: Delivery): Promise<Kept | 'refused' | 'last'> {
    const wait = timing.later[delivery.round]
    if (wait === undefined || kept >= timing.mostKept) return 'last'
    const next = { ...delivery, round: delivery.round + 1 }
    const later = await tryKeep(next, now() + wait * (0.9 + 0.2 * Math.random()))
    return later ?? 'refused'
  }

  async function tryKeep(delivery: Delivery, due: number): Promise<Kept | undefined> {
    try {
      return await outbox.keep(delivery, Math.round(due))
    } catch (error) {
      log.warn({ notice: delivery.notice.id, err: error }, 'a notice could not be kept')
      return undefined
    }
  }

  /** Of one that the bucket did not take at first: whichever server looks next may take it up. */
  async function keepLast(channel: Channel, delivery: Delivery): Promise<void> {
    if (await tryKeep(delivery, now())) return
    metrics.noticeEnded(channel.kind, 'dropped')
    log.error(factsOf(channel, delivery), 'a notice was dropped: neither delivered nor kept')
  }

  async function bring(channel: Channel, delivery: Delivery, own: Kept | undefined): Promise<void> {
    const { end, why } = await round(channel, delivery, own?.due ?? Infinity)
    if (end === 'left') return own ? undefined : keepLast(channel, delivery)
    const facts = { ...factsOf(channel, delivery), why }
    const later = end === 'unreached' ? await putOff(delivery) : 'last'
    if (typeof later === 'object') {
      log.warn(facts, 'a notice was put off')
      // Put off to the very ms until which it was this server's, it has the name that it had.
      if (own && own.key !== later.key) await outbox.drop(own)
      return
    }
    // It is still there, for this round once more, as soon as it is nobody's.
    if (later === 'refused' && own) return undefined
    metrics.noticeEnded(channel.kind, end === 'delivered' ? 'delivered' : 'given_up')
    if (end !== 'delivered') log.error(facts, 'a notice was given up')
    if (own) await outbox.drop(own)
  }

  function add(delivery: Delivery): void {
    const channel = channels.get(delivery.channel)
    if (!channel) return
    if (!isFull(delivery.channel)) {
      return hold(channel, delivery, () => tryKeep(delivery, now() + timing.lease))
    }
    if (kept < timing.mostKept && leaving < timing.mostInHand) return leave(channel, delivery)
    metrics.noticeEnded(channel.kind, 'dropped')
    log.error(factsOf(channel, delivery), 'too many notices wait: one was dropped')
  }

  /** Of one for which there is no room here now: whichever server has room first takes it up. */
  function leave(channel: Channel, delivery: Delivery): void {
    leaving += 1
    kept += 1
    const work = keepLast(channel, delivery).finally(() => {
      leaving -= 1
      works.delete(work)
    })
    works.add(work)
  }

  /** @param take gives what is kept of it, once it is this server's */
  function hold(channel: Channel, delivery: Delivery, take: () => Promise<Kept | undefined>): void {
    const { channel: name } = delivery
    busy.set(name, (busy.get(name) ?? 0) + 1)
    const bringKept = async () => {
      const own = await take()
      if (own) inHand.add(own.key)
      try {
        await bring(channel, delivery, own)
      } finally {
        if (own) inHand.delete(own.key)
      }
    }
    const work = bringKept()
      .catch((error: unknown) => {
        log.error({ ...factsOf(channel, delivery), err: error }, 'a notice could not be dealt with')
      })
      .finally(() => {
        busy.set(name, (busy.get(name) ?? 1) - 1)
        works.delete(work)
      })
    works.add(work)
  }

  /** Takes up what is due: for who else looks at this moment it is then due later. */
  async function takeUp(found: Kept): Promise<void> {
    const delivery = await outbox.read(found)
    if (delivery === 'gone') return
    const channel = delivery === 'unreadable' ? undefined : channels.get(delivery.channel)
    if (delivery === 'unreadable' || !channel) return strays.meet(found, delivery)
    if (isFull(delivery.channel)) return
    const own = await outbox.keep(delivery, now() + timing.lease)
    await outbox.drop(found)
    hold(channel, delivery, () => Promise.resolve(own))
  }

  async function look(): Promise<void> {
    const all = await outbox.list()
    kept = all.length
    metrics.noticesWait(kept)
    strays.forgetAllBut(all)
    for (const found of all) {
      if (found.due > now() || stopping.signal.aborted) break
      const name = names.get(found.mark)
      if (name !== undefined && isFull(name)) continue
      if (!inHand.has(found.key) && !strays.isLeft(found)) await takeUp(found)
    }
  }

  function lookLater(wait: number): void {
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) => log.warn({ err: error }, 'no look at the kept notices'))
        .finally(() => {
          if (!stopping.signal.aborted) lookLater(timing.look * (0.5 + Math.random()))
        })
    }, wait).unref()
  }

  return {
    add,
    start: () => lookLater(0),
    stop: async () => {
      clearTimeout(timer)
      stopping.abort()
      for (const channel of channels.values()) channel.close()
      await looking
      await Promise.all(works)
    },
  }
}

function factsOf({ label }: Channel, { notice }: Delivery) {
  return { receiver: label, notice: notice.id, upload: notice.data.upload, type: notice.type }
}
