/**
 * How many bytes arrived when, for a picture of the speed over a time of any length: a bounded number
 * of spans of equal length, which is doubled whenever there are too many.
 */
export interface SpeedHistory {
  /** ms: when the first span began. */
  readonly from: number
  /** ms of each span. */
  readonly span: number
  /** Bytes that arrived in each. */
  readonly bytes: readonly number[]
}

/** ms of a span at first: parts take about as long. */
const FIRST_SPAN = 2000
/** Spans at most: more can't be told apart in a picture. */
export const MOST_SPANS = 120

export function startOfHistory(now: number): SpeedHistory {
  return { from: now, span: FIRST_SPAN, bytes: [] }
}

/** With these bytes, that have arrived since it was last told. A time before the start counts as it. */
export function withBytes(history: SpeedHistory, now: number, bytes: number): SpeedHistory {
  const at = Math.max(0, Math.floor((now - history.from) / history.span))
  if (at >= MOST_SPANS) return withBytes(coarser(history), now, bytes)
  const all = [...history.bytes]
  while (all.length <= at) all.push(0)
  all[at] = (all[at] ?? 0) + bytes
  return { ...history, bytes: all }
}

function coarser({ from, span, bytes }: SpeedHistory): SpeedHistory {
  const pairs = Array.from(
    { length: Math.ceil(bytes.length / 2) },
    (_, at) => (bytes[2 * at] ?? 0) + (bytes[2 * at + 1] ?? 0),
  )
  return { from, span: span * 2, bytes: pairs }
}

/** Bytes a second in each span that is over, the oldest first. */
export function speedsOf({ from, span, bytes }: SpeedHistory, now: number): number[] {
  const over = Math.min(MOST_SPANS, Math.max(0, Math.floor((now - from) / span)))
  return Array.from({ length: over }, (_, at) => ((bytes[at] ?? 0) * 1000) / span)
}
