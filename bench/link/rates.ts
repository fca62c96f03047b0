/** How fast a link is at which time. */

/** From `from` on (ms since the link began) it carries `rate` bytes a second. */
export interface Rate {
  readonly from: number
  readonly rate: number
}

/** In order of time, the first one from 0; the last one stays. */
export type Rates = readonly [Rate, ...Rate[]]

/**
 * When a link that does nothing else has carried so many bytes.
 *
 * @param from when it begins to, ms since the link began
 * @returns ms since the link began; Infinity where the last rate is 0
 */
export function timeCarried(rates: Rates, from: number, bytes: number): number {
  let at = from
  let left = bytes
  for (const [index, { rate }] of rates.entries()) {
    const end = rates[index + 1]?.from ?? Number.POSITIVE_INFINITY
    if (end <= at) continue
    const time = (left / rate) * 1000
    if (at + time <= end) return at + time
    left -= ((end - at) / 1000) * rate
    at = end
  }
  return Number.POSITIVE_INFINITY
}
