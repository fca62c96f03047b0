import { signal } from '@preact/signals'

/** What screen readers are told next. */
export const announcement = signal('')
