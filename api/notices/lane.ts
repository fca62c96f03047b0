/** Runs some at the same time, and the others after them in their order. */
export interface Lane {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Whether some wait for their turn. */
  isCrowded(): boolean
}

/** @param most how many run at the same time */
export function createLane(most: number): Lane {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    isCrowded: () => waiting.length > 0,
    run: async (work) => {
      if (running < most) running += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        // Whoever waits takes the place over.
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}
