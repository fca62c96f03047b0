import { signal, type ReadonlySignal } from '@preact/signals'
import type { NewFile } from '../../shared/messages.ts'

/** An upload's file, with what was entered about it: the key is made of that, and so what it goes on as. */
export type KeptFile = Pick<NewFile, 'id' | 'source' | 'details'>

/** Files without a handle, which only this page can give to the worker again, by upload. */
export interface KeptFiles {
  readonly count: ReadonlySignal<number>
  keep(file: KeptFile): void
  forget(id: string): void
  get(id: string): KeptFile | undefined
}

export function createKeptFiles(): KeptFiles {
  const files = new Map<string, KeptFile>()
  const count = signal(0)
  return {
    count,
    keep(file) {
      files.set(file.id, file)
      count.value = files.size
    },
    forget(id) {
      files.delete(id)
      count.value = files.size
    },
    get: (id) => files.get(id),
  }
}
