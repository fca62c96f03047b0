/** Lets those who do the same do it one after the other, in the order in which they came. */
export interface Turns {
  /** Resolves when all before have ended, with what ends this turn: to be called in any case. */
  take(what: string): Promise<() => void>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(what) {
      const before = last.get(what)
      let end = (): void => undefined
      const ended = new Promise<void>((resolve) => (end = resolve))
      last.set(what, ended)
      await before
      return () => {
        end()
        if (last.get(what) === ended) last.delete(what)
      }
    },
  }
}
