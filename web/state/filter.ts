/** To which of its uploads the list is narrowed. Loaded with the controls that narrow it. */
import { computed, signal } from '@preact/signals'
import { later } from '../text/catalogue.ts'
import { createSearch, GROUPS, groupOf, type Group } from '../uploads/filter.ts'
import type { Upload } from '../uploads/list.ts'
import { announcement } from './announcement.ts'
import { narrowed } from './narrowed.ts'
import { sayAnew } from './say-anew.ts'
import { list } from './uploads.ts'

/** ms after the last letter, so that a screen reader is told the outcome and not each step. */
const PAUSE = 700

/** What is searched for; '' for nothing. */
export const entered = signal('')
/** null for all groups. */
export const chosen = signal<Group | null>(null)

const found = computed(() => {
  const uploads = list.order.value
  if (entered.value.trim() === '') return uploads
  const holds = createSearch(entered.value)
  // Neither name nor folder of an upload ever changes.
  return uploads.filter(({ view }) => holds(view.peek()))
})

/** Counted anew when any upload changes, and without listening to each of thousands. */
export const counts = computed((): Readonly<Record<Group, number>> => {
  void list.totals.value
  const counts = Object.fromEntries(GROUPS.map((group) => [group, 0])) as Record<Group, number>
  for (const { view } of list.order.value) counts[groupOf(view.peek())] += 1
  return counts
})

let before: readonly Upload[] = []
const shown = computed(() => {
  void list.totals.value
  const group = chosen.value
  const all = found.value
  const now = group === null ? all : all.filter(({ view }) => groupOf(view.peek()) === group)
  // The same list, so that nothing is rendered anew, where the same uploads are in it.
  const isSame = now.length === before.length && now.every((one, at) => one === before[at])
  if (!isSame) before = now
  return before
})

/** Narrows the list to what is searched for. */
export function search(text: string): void {
  entered.value = text
  narrow()
}

/** Narrows the list to a group, or to none. */
export function choose(group: Group | null): void {
  chosen.value = group
  narrow()
}

export function showAll(): void {
  entered.value = ''
  choose(null)
}

let timer: ReturnType<typeof setTimeout> | undefined

function narrow(): void {
  narrowed.value = entered.peek().trim() === '' && chosen.peek() === null ? null : shown
  clearTimeout(timer)
  timer = setTimeout(() => {
    const all = list.order.peek()
    const { length } = narrowed.peek()?.peek() ?? all
    sayAnew(announcement, later.filter.shown(length, all.length))
  }, PAUSE)
}
