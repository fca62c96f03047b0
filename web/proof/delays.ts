/** ms until what failed is tried again: a server that gave no hashes a place, a file that broke off. */
export const TRY_AGAIN = 30_000

/** What is not tried again at once, by upload. */
export interface Delays {
  isPutOff(id: string): boolean
  putOff(id: string): void
  forget(id: string): void
}

export function createDelays(now: () => number): Delays {
  const notBefore = new Map<string, number>()
  return {
    isPutOff: (id) => (notBefore.get(id) ?? 0) > now(),
    putOff: (id) => void notBefore.set(id, now() + TRY_AGAIN),
    forget: (id) => void notBefore.delete(id),
  }
}
