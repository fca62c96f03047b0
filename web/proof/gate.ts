/** What work passes again and again, and waits at while it is held. */
export interface Gate {
  hold(held: boolean): void
  /** Resolves at once, or when it is held no more. */
  passed(): Promise<void>
}

export function createGate(): Gate {
  let isHeld = false
  let waiting: (() => void)[] = []
  return {
    hold(held) {
      isHeld = held
      if (held) return
      for (const goOn of waiting) goOn()
      waiting = []
    },
    passed: () => (isHeld ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  }
}
