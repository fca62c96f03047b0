/**
 * How fast the server is to take what was handed to the browser. Nothing else slows a Background Fetch:
 * so each of its requests says what the person wants, for all times of the day.
 */
import * as v from 'valibot'
import { bandwidthSchema, limitAt, type Bandwidth } from './bandwidth.ts'

/** Goes with each part of an upload that is handed over while there is a limit for any time. */
export const LIMIT_HEADER = 'longhaul-limit'

const DAY = 24 * 60
const MINUTE = 60_000
/** Minutes: no place on Earth is further from UTC. */
const FURTHEST = 14 * 60

const limitsSchema = v.object({
  ...bandwidthSchema.entries,
  /** Minutes by which the person's clock is ahead of UTC. */
  ahead: v.pipe(v.number(), v.safeInteger(), v.minValue(-FURTHEST), v.maxValue(FURTHEST)),
})
/** What is allowed at all times of a person's day. */
export type Limits = v.InferOutput<typeof limitsSchema>

const headerSchema = v.pipe(v.string(), v.parseJson(), limitsSchema)

/**
 * The header's value; null where there is no limit at any time.
 *
 * @param ahead minutes by which the person's clock is ahead of UTC
 */
export function writeLimits(bandwidth: Bandwidth, ahead: number): string | null {
  const { usual, spans } = bandwidth
  if (usual === null && spans.every(({ limit }) => limit === null)) return null
  return JSON.stringify({ usual, spans, ahead } satisfies Limits)
}

/** Reads what {@link writeLimits} writes; null of anything else. */
export function readLimits(text: string): Limits | null {
  const read = v.safeParse(headerSchema, text)
  return read.success ? read.output : null
}

/** The limit, bytes a second, at a time in ms since 1970; null for none. */
export function limitAtTime(limits: Limits, time: number): number | null {
  const minute = Math.floor(time / MINUTE) + limits.ahead
  return limitAt(limits, ((minute % DAY) + DAY) % DAY)
}
