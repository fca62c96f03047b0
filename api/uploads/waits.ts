/** Of so many hand-overs it is remembered when something was heard: the one longest silent goes first. */
const MOST_HAND_OVERS = 1000

/**
 * When something was last heard of those who were sending parts as these were handed over. The browser
 * asks for two such parts at a time: where their sender has died, the first ones are waited for, and no
 * later ones.
 */
export interface Waits {
  /** ms of a clock that is never set; now for one that was not asked about before. */
  heardAt(handOver: string): number
  /** A part has arrived from its sender. */
  hear(handOver: string): void
}

/** @param now ms */
export function createWaits(now: () => number = () => performance.now()): Waits {
  const heard = new Map<string, number>()

  function hear(handOver: string): void {
    heard.delete(handOver)
    heard.set(handOver, now())
    const [oldest] = heard.keys()
    if (heard.size > MOST_HAND_OVERS && oldest !== undefined) heard.delete(oldest)
  }

  return {
    heardAt(handOver) {
      if (!heard.has(handOver)) hear(handOver)
      return heard.get(handOver) ?? now()
    },
    hear,
  }
}
