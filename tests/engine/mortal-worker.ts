/** A worker that may be killed: what it waits for then never comes. */
export interface Worker {
  isAlive: boolean
}

/** What a killed worker asked for is never answered. */
export async function whileAlive<T>(worker: Worker, answer: () => T | Promise<T>): Promise<T> {
  const never = (): Promise<T> => new Promise(() => undefined)
  if (!worker.isAlive) return never()
  try {
    const result = await answer()
    return worker.isAlive ? result : await never()
  } catch (error) {
    if (!worker.isAlive) return never()
    throw error
  }
}
