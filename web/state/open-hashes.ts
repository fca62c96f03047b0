import { signal } from '@preact/signals'

/** How many files are still to be hashed as a whole by a page that can read them. */
export const openHashes = signal(0)
