/** What a simulated link is like. */
import * as v from 'valibot'
import type { Rates } from './rates.ts'

/** Bytes a packet carries over Ethernet, of which one may be lost. */
export const PACKET = 1460

const amount = v.pipe(v.number(), v.minValue(0))
/** Bytes a second; null where nothing limits it, as JSON has no infinity. */
const rate = v.pipe(
  v.nullable(v.pipe(v.number(), v.gtValue(0))),
  v.transform((given) => given ?? Number.POSITIVE_INFINITY),
)

export const linkShapeSchema = v.object({
  /** Bytes a second that one connection carries at most. */
  connectionRate: rate,
  /** What all connections carry together, and share fairly. */
  rates: v.pipe(
    v.array(v.object({ from: amount, rate })),
    v.minLength(1),
    v.transform(([first, ...others]): Rates => [first ?? { from: 0, rate: Infinity }, ...others]),
  ),
  /** Ms. */
  roundTrip: amount,
  /** How many of all packets are lost, 0 to 1. */
  loss: v.pipe(amount, v.maxValue(1)),
  /** Ms for which a connection stands still after a loss. */
  stall: amount,
  seed: v.pipe(v.number(), v.safeInteger()),
})
export type LinkShape = v.InferOutput<typeof linkShapeSchema>
