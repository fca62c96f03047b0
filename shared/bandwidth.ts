/** How fast may be sent at which time of the day, as the person wants it. */
import * as v from 'valibot'

const DAY = 24 * 60

/** Bytes a second. Less would not even carry what a part costs beside its bytes. */
export const LEAST_LIMIT = 10_000
/** Bytes a second: beyond what any link of a browser carries. */
export const HIGHEST_LIMIT = 10_000_000_000
/** Times of the day that can have a limit of their own. */
export const MOST_SPANS = 24

/** Bytes a second; null for no limit. */
const limit = v.nullable(v.pipe(v.number(), v.minValue(LEAST_LIMIT), v.maxValue(HIGHEST_LIMIT)))
const minute = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(DAY))

export const bandwidthSchema = v.object({
  /** At all other times. */
  usual: limit,
  /**
   * Minutes of the local day, the end not included; one that ends before it begins goes past midnight.
   * The first that holds counts.
   */
  spans: v.pipe(v.array(v.object({ from: minute, to: minute, limit })), v.maxLength(MOST_SPANS)),
})
export type Bandwidth = v.InferOutput<typeof bandwidthSchema>
export type Span = Bandwidth['spans'][number]

export const UNLIMITED: Bandwidth = { usual: null, spans: [] }

/** The limit, bytes a second, at a minute of the local day; null for none. */
export function limitAt({ usual, spans }: Bandwidth, minute: number): number | null {
  const span = spans.find(({ from, to }) =>
    from < to ? minute >= from && minute < to : minute >= from || minute < to,
  )
  return span ? span.limit : usual
}
