/** Of so many uploads it is remembered what was seen of them: the one seen longest ago goes first. */
const MOST_UPLOADS = 1000

/** Which parts of running uploads were seen at the store lately. What has arrived stays there. */
export interface Arrivals {
  has(uploadId: string, number: number): boolean
  /** Remembers these in place of what was seen of the upload before: some dozens at most. */
  saw(uploadId: string, numbers: Iterable<number>): void
}

export function createArrivals(): Arrivals {
  const seen = new Map<string, ReadonlySet<number>>()
  return {
    has: (uploadId, number) => seen.get(uploadId)?.has(number) ?? false,
    saw(uploadId, numbers) {
      seen.delete(uploadId)
      seen.set(uploadId, new Set(numbers))
      const [oldest] = seen.keys()
      if (seen.size > MOST_UPLOADS && oldest !== undefined) seen.delete(oldest)
    },
  }
}
