import { signal, type ReadonlySignal } from '@preact/signals'
import type { Upload } from '../uploads/list.ts'

/** Those of the uploads that the list shows, in its order; null while it shows all. */
export const narrowed = signal<ReadonlySignal<readonly Upload[]> | null>(null)
