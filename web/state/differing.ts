import { computed, signal } from '@preact/signals'
import { list } from './uploads.ts'

/** Uploads whose files are known not to have the acquisition hash that was entered. */
export const differing = signal<ReadonlySet<string>>(new Set())

/** How many of these are in the list. */
export const differingCount = computed(() => {
  const found = differing.value
  return found.size && list.order.value.filter(({ id }) => found.has(id)).length
})
