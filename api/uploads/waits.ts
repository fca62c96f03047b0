/** Of so many hand-overs it is remembered when something was heard: the one longest silent goes first. */
const MOST_HAND_OVERS = 1000
/** ms that a part is waited for at most, whatever is heard of others. */
const LONGEST = 120_000

/**
 * How long parts are waited for that were being sent as they were handed over. The browser asks for two
 * such parts at a time: where their sender has died, the first ones are waited for, and no later ones.
 */
export interface Waits {
  /**
   * @param subject whose hand-over it is
   * @param handOver its id, which is the browser's own
   * @param within ms in which a part may arrive after the hand-over was first asked about, or heard of
   */
  begin(subject: string, handOver: string, within: number): Wait
}

export interface Wait {
  isOver(): boolean
  /** A part of the hand-over has arrived from its sender. */
  hear(): void
}

/** @param now ms of a clock that is never set */
export function createWaits(now: () => number = () => performance.now()): Waits {
  const heard = new Map<string, { at: number }>()

  function remember(name: string, handOver: { at: number }): void {
    heard.delete(name)
    heard.set(name, handOver)
    const [oldest] = heard.keys()
    if (heard.size > MOST_HAND_OVERS && oldest !== undefined) heard.delete(oldest)
  }

  return {
    begin(subject, id, within) {
      const name = `${id} ${subject}`
      const end = now() + LONGEST
      const handOver = heard.get(name) ?? { at: now() }
      if (!heard.has(name)) remember(name, handOver)
      return {
        isOver: () => now() >= Math.min(end, handOver.at + within),
        hear() {
          handOver.at = now()
          remember(name, handOver)
        },
      }
    },
  }
}
