/** The middle value, or the mean of the two in the middle. @throws RangeError when there is none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  if (upper === undefined || lower === undefined) throw new RangeError('there is no value')
  return (upper + lower) / 2
}

/** A number with so many decimals, as the tables show it. */
export function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals))
}

/**
 * The value that so much of all values do not exceed.
 *
 * @param part 0 to 1
 * @throws RangeError when there is none
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]
  if (value === undefined) throw new RangeError('there is no value')
  return value
}
