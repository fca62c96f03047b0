/** Which view is shown: it stands behind the address's `#`, so that back and reload keep it. */
import { signal } from '@preact/signals'

export const VIEWS = ['uploads', 'receipts', 'links', 'totals', 'health'] as const
export type View = (typeof VIEWS)[number]

function read(): View {
  const [name = ''] = location.hash.slice(1).split('=')
  return VIEWS.find((view) => view === name) ?? 'uploads'
}

export const view = signal<View>(read())
window.addEventListener('hashchange', () => {
  view.value = read()
})

/** How often a view was asked for anew: each asks again, and keeps what was searched for and entered. */
export const refreshed = signal(0)

/** A person whose receipts are wanted next. */
export const wantedPerson = signal('')

export function showReceiptsOf(person: string): void {
  wantedPerson.value = person
  location.hash = 'receipts'
}
