/** How fast may be sent at which time of the day, as the person wants it. */
import * as v from 'valibot'
import { GIB } from './limits.ts'

const DAY = 24 * 60

/** Bytes a second; null for no limit. Less would not even carry what a part costs beside its bytes. */
const limit = v.nullable(v.pipe(v.number(), v.minValue(10_000), v.maxValue(10 * GIB)))
const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(DAY))

export const bandwidthSchema = v.object({
  /** At all other times. */
  usual: limit,
  /**
   * Minutes of the local day, the end not included; one that ends before it begins goes past midnight.
   * The first that holds counts.
   */
  spans: v.pipe(v.array(v.object({ from: minute, to: minute, limit })), v.maxLength(24)),
})
export type Bandwidth = v.InferOutput<typeof bandwidthSchema>

export const UNLIMITED: Bandwidth = { usual: null, spans: [] }

/** The limit, bytes a second, at a minute of the local day; null for none. */
export function limitAt({ usual, spans }: Bandwidth, minute: number): number | null {
  const span = spans.find(({ from, to }) =>
    from < to ? minute >= from && minute < to : minute >= from || minute < to,
  )
  return span ? span.limit : usual
}
