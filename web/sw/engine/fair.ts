/** More than an upload has lanes, or parts that are worked on. */
export const MANY = 1e4

/** The first of those that measure least; undefined where there are none. */
export function leastOf<T>(items: readonly T[], measure: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (least, item) => (least === undefined || measure(item) < measure(least) ? item : least),
    undefined,
  )
}
