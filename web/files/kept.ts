import { signal, type ReadonlySignal } from '@preact/signals'

/** Files without a handle, which only this page can give to the worker again, by upload. */
export interface KeptFiles {
  readonly count: ReadonlySignal<number>
  keep(id: string, file: unknown): void
  forget(id: string): void
  get(id: string): unknown
}

export function createKeptFiles(): KeptFiles {
  const files = new Map<string, unknown>()
  const count = signal(0)
  return {
    count,
    keep(id, file) {
      files.set(id, file)
      count.value = files.size
    },
    forget(id) {
      files.delete(id)
      count.value = files.size
    },
    get: (id) => files.get(id),
  }
}
