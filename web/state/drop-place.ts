import { signal } from '@preact/signals'

/** What a view does with files that are dropped or pasted there, which else are added. */
export interface DropPlace {
  /** What is said while they are over the window. */
  readonly said: string
  take(files: readonly File[]): void
}

/** That of the view that is shown. */
export const dropPlace = signal<DropPlace | null>(null)
