/** Which view is shown. Links within the app change it without loading the page anew. */
import { signal } from '@preact/signals'
import * as v from 'valibot'
import { routeOf, type Route } from '../routing/route.ts'

export const route = signal<Route>(routeOf(location.pathname))

/** How a view was come to, for its heading to take the keyboard's place there. */
export interface Arrival {
  /** px from the top to which it had been scrolled before. */
  readonly scroll: number
  /** The address of the view that was left, where this one was gone back to. */
  readonly backFrom: string | null
}

let arrival: Arrival | null = null
/** Of the present entry of the browser's history. */
let entry = ''
let path = location.pathname
const scrolls = new Map<string, number>()

const entrySchema = v.object({ entry: v.string() })

/** Once, at the start of the page. */
export function followLinks(): void {
  entry = entryOf(history.state) ?? crypto.randomUUID()
  history.replaceState({ entry }, '')
  window.addEventListener('popstate', goneTo)
  document.addEventListener('click', followLink)
  // A reload is scrolled by the browser; it does so late, and views come and go.
  window.addEventListener('pagehide', () => (history.scrollRestoration = 'auto'))
}

/** Shows the view at this path. */
export function go(to: string): void {
  if (to === path) return
  leave()
  entry = crypto.randomUUID()
  history.pushState({ entry }, '', to)
  arrive({ scroll: 0, backFrom: null })
}

/** How the view that is shown now was come to, for the first who asks; null where it was opened. */
export function takeArrival(): Arrival | null {
  const taken = arrival
  arrival = null
  return taken
}

/** Whether the view that is shown is the page's first, and nobody has asked for it yet how it was come to. */
export function isOpened(): boolean {
  return arrival === null
}

function goneTo({ state }: PopStateEvent): void {
  // Of a fragment alone, which another listener follows.
  if (location.pathname === path) return
  const backFrom = path
  leave()
  entry = entryOf(state) ?? crypto.randomUUID()
  arrive({ scroll: scrolls.get(entry) ?? 0, backFrom })
}

function leave(): void {
  history.scrollRestoration = 'manual'
  scrolls.set(entry, window.scrollY)
}

function arrive(how: Arrival): void {
  arrival = how
  path = location.pathname
  route.value = routeOf(path)
}

function entryOf(state: unknown): string | null {
  const parsed = v.safeParse(entrySchema, state)
  return parsed.success ? parsed.output.entry : null
}

function followLink(event: MouseEvent): void {
  const { target, button, altKey, ctrlKey, metaKey, shiftKey } = event
  if (event.defaultPrevented || button !== 0 || altKey || ctrlKey || metaKey || shiftKey) return
  const link = target instanceof Element ? target.closest('a') : null
  if (!link || link.target !== '' || link.hasAttribute('download')) return
  if (link.origin !== location.origin || link.hash !== '' || link.href.endsWith('#')) return
  if (routeOf(link.pathname).view === 'unknown') return
  event.preventDefault()
  go(link.pathname)
}
