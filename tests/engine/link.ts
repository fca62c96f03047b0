import {
  allowed,
  arrived,
  beginning,
  createLanes,
  nextPassing,
  passing,
  slowedDown,
  type Bounds,
  type Lanes,
} from '../../web/sw/engine/lanes.ts'

/** A link as parts see it: all that are sent share it evenly, and none is faster than one connection. */
export interface Link {
  /** Bytes a ms. */
  readonly connection: number
  readonly total: number
  /** ms; each part costs two, for its preflight and its answer. */
  readonly roundTrip: number
  /** Parts that the store takes at once; it refuses more with 503. */
  readonly most?: number
}

export interface Transfer {
  /** ms until all had arrived. */
  readonly time: number
  /** ms at which each part arrived, in order. */
  readonly arrivals: readonly number[]
  /** Bytes that the link had carried by then, of parts under way too. */
  readonly carried: readonly number[]
  /** Lanes that were allowed, whenever that changed. */
  readonly lanes: readonly number[]
  /** Bytes that were sent in vain. */
  readonly wasted: number
}

interface Lane {
  readonly began: number
  /** Bytes to be sent yet. */
  left: number
  /** ms of round trips to be waited yet. */
  wait: number
}

/** What decides how many parts are sent at once. */
interface Control {
  lanes(busy: number, now: number): number
  begin(busy: number, now: number): void
  arrived(part: Parameters<typeof arrived>[1], busy: number, now: number): void
  refused(began: number, busy: number, now: number): void
  next(now: number): number | null
  isOver(): boolean
}

/** Always the same number. */
export function fixed(lanes: number): Control {
  const nothing = (): void => undefined
  return {
    lanes: () => lanes,
    begin: nothing,
    arrived: nothing,
    refused: nothing,
    next: () => null,
    isOver: () => false,
  }
}

/** As the worker does it. */
export function adaptive(
  most: number,
  boundsAt: (now: number) => Partial<Bounds> = () => ({}),
): Control {
  let lanes: Lanes = createLanes(0)
  const at = (busy: number, now: number): Bounds => ({
    most,
    busy,
    saving: false,
    strained: false,
    ...boundsAt(now),
  })
  return {
    lanes(busy, now) {
      lanes = passing(lanes, at(busy, now), now)
      return allowed(lanes, at(busy, now))
    },
    begin(busy, now) {
      lanes = beginning(lanes, busy, now)
    },
    arrived(part, busy, now) {
      lanes = arrived(lanes, part, at(busy, now), now)
    },
    refused(began, busy, now) {
      lanes = slowedDown(lanes, began, at(busy, now), now)
    },
    next: (now) => nextPassing(lanes, now),
    isOver: () => lanes.isOver,
  }
}

/** Sends parts over a link. @param linkAt the link at a time in ms; it may change at whole seconds */
export function transfer(
  linkAt: (time: number) => Link,
  parts: number,
  partSize: number,
  control: Control,
): Transfer {
  const active = new Set<Lane>()
  const arrivals: number[] = []
  const carried: number[] = []
  const history: number[] = []
  let bytes = 0
  let unsent = parts
  let wasted = 0
  let now = 0
  /** When the last part was begun. */
  let exhausted = 0
  while (arrivals.length < parts) {
    const link = linkAt(now)
    const lanes = control.lanes(active.size, now)
    if (history.at(-1) !== lanes) history.push(lanes)
    if (control.isOver()) {
      for (const lane of [...active].slice(lanes)) {
        active.delete(lane)
        wasted += partSize - lane.left
        unsent += 1
      }
    }
    while (active.size < lanes && unsent > 0) {
      control.begin(active.size, now)
      unsent -= 1
      exhausted = now
      active.add({ began: now, left: partSize, wait: 2 * link.roundTrip })
      if (active.size <= (link.most ?? Infinity)) continue
      // Refused before its bytes were read, and tried again.
      const last = [...active].at(-1)
      if (last) active.delete(last)
      unsent += 1
      control.refused(now, active.size, now)
      break
    }
    let flowing = 0
    for (const { wait } of active) if (wait <= 0) flowing += 1
    const rate = Math.min(link.connection, link.total / Math.max(1, flowing))
    let step = 1000 - (now % 1000)
    for (const { wait, left } of active) step = Math.min(step, wait > 0 ? wait : left / rate)
    const tick = control.next(now)
    if (tick !== null) step = Math.min(step, Math.max(1, tick - now))
    step = Math.max(0.001, step)
    now += step
    bytes += step * rate * flowing
    for (const lane of active) {
      if (lane.wait > 0) lane.wait -= step
      else lane.left -= step * rate
    }
    for (const lane of active) {
      if (lane.wait > 0 || lane.left > 0.5) continue
      active.delete(lane)
      arrivals.push(now)
      carried.push(bytes)
      const { began } = lane
      const idle = unsent > 0 ? 0 : now - Math.max(began, exhausted)
      control.arrived({ bytes: partSize, began, idle }, active.size, now)
    }
  }
  return { time: now, arrivals, carried, lanes: history, wasted }
}
