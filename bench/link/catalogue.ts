/** The links over which Longhaul is measured. */
import type { Rates } from './rates.ts'
import type { LinkShape } from './shape.ts'

/** Bytes a second of 1 Mbit/s. */
const MEGABIT = 125_000
const MB = 1e6

const CLEAN = { connectionRate: Infinity, loss: 0, stall: 0, seed: 1 }

/** A link that is simulated and limits nothing. */
export const OPEN: LinkShape = { ...CLEAN, rates: [{ from: 0, rate: Infinity }], roundTrip: 0 }

export const LINK_NAMES = ['loopback', 'gigabit', 'long-fat', 'lossy', 'changing'] as const
export type LinkName = (typeof LINK_NAMES)[number]

export interface NamedLink {
  readonly title: string
  /** Undefined where nothing is simulated. */
  readonly shape?: LinkShape
}

/** @param size bytes of the file, as the changing link changes after each third of it */
export function linkOf(name: LinkName, size: number): NamedLink {
  switch (name) {
    case 'loopback':
      return { title: 'Loopback, nothing simulated' }
    case 'gigabit':
      return {
        title: '1 Gbit/s, 20 ms',
        shape: { ...CLEAN, rates: [{ from: 0, rate: 1000 * MEGABIT }], roundTrip: 20 },
      }
    case 'long-fat':
      return {
        title: '100 MB/s in all, 4 MB/s a connection, 80 ms',
        shape: {
          ...CLEAN,
          connectionRate: 4 * MB,
          rates: [{ from: 0, rate: 100 * MB }],
          roundTrip: 80,
        },
      }
    case 'lossy':
      return {
        title: '20 Mbit/s, 60 ms, 1 of 1,000 packets lost, each for 260 ms',
        shape: {
          ...CLEAN,
          rates: [{ from: 0, rate: 20 * MEGABIT }],
          roundTrip: 60,
          loss: 0.001,
          stall: 260,
        },
      }
    case 'changing':
      return {
        title: 'from 100 to 20 to 60 Mbit/s, after a third of the file each, 40 ms',
        shape: { ...CLEAN, rates: thirds(size, [100, 20, 60]), roundTrip: 40 },
      }
  }
}

/** Rates that change when a third and two thirds of so many bytes have been carried. */
function thirds(size: number, [first, second, third]: [number, number, number]): Rates {
  const time = (megabits: number): number => (size / 3 / (megabits * MEGABIT)) * 1000
  return [
    { from: 0, rate: first * MEGABIT },
    { from: time(first), rate: second * MEGABIT },
    { from: time(first) + time(second), rate: third * MEGABIT },
  ]
}
