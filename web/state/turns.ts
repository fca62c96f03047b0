/**
 * Has pieces of work done one after the other; whoever waits for one of them hears of its failure alone.
 *
 * @param wait for the end of what comes before
 */
export function createTurns(
  wait: (before: Promise<unknown>) => Promise<unknown> = (before) => before,
): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = wait(turn).then(work)
    turn = mine.catch(() => null)
    return mine
  }
}
