/** ms in which nothing was read, after which nothing more is waited for: a lost network drive may hang for ever. */
export const PATIENCE = 60_000

export interface Patience {
  /** Begins anew. */
  renew(): void
  end(): void
}

/** @param lost is called when it was not renewed in time */
export function createPatience(lost: () => void): Patience {
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = (): void => clearTimeout(timer)
  return {
    renew() {
      end()
      timer = setTimeout(lost, PATIENCE)
    },
    end,
  }
}

/** What comes of the work; null where it takes too long. */
export function orNull<T>(work: Promise<T>): Promise<T | null> {
  return new Promise<T | null>((resolve, reject) => {
    const patience = createPatience(() => resolve(null))
    patience.renew()
    work.finally(patience.end).then(resolve, reject)
  })
}
