/** How fast may be sent at which time of the day, as the person wants it. */
export interface SpeedPlan {
  /** Bytes a second at all other times; null for no limit. */
  readonly usual: number | null
  /** The first that holds counts. */
  readonly spans: readonly SpeedSpan[]
}

/** Minutes of the local day, the end not included; one that ends before it begins goes past midnight. */
export interface SpeedSpan {
  readonly from: number
  readonly to: number
  /** Bytes a second; null for no limit. */
  readonly limit: number | null
}

const DAY = 24 * 60

/** The limit, bytes a second, at a minute of the local day; null for none. */
export function limitAt({ usual, spans }: SpeedPlan, minute: number): number | null {
  const span = spans.find((one) => holds(one, minute))
  return span ? span.limit : usual
}

/** Minutes until the limit may be another; null where it stays the same all day. */
export function minutesToChange({ spans }: SpeedPlan, minute: number): number | null {
  const waits = spans
    .flatMap(({ from, to }) => [from, to])
    .map((edge) => (edge - minute + DAY) % DAY || DAY)
  return waits.length === 0 ? null : Math.min(...waits)
}

function holds({ from, to }: SpeedSpan, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}
