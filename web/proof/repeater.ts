/**
 * Has work done again and again while it asks for that, and also after it has failed: a database that
 * can't be read now may be there the next time.
 *
 * @param work is given what has it done once more, an interval later
 * @param interval ms
 * @returns has it done after so many ms; sooner than it was to be done where that is at once
 */
export function createRepeater(
  work: (again: () => void) => Promise<void>,
  interval: number,
): (after?: number) => void {
  let timer: ReturnType<typeof setTimeout> | null = null

  function soon(after = interval): void {
    if (timer !== null && after > 0) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => {
      timer = null
      work(soon).catch((error: unknown) => {
        console.warn('hashing goes on later', error)
        soon()
      })
    }, after)
  }

  return soon
}
