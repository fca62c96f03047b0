/** The views that have an address of their own, by it. */
const PATHS = {
  home: '/',
  history: '/history',
  settings: '/settings',
  health: '/health-check',
  help: '/help',
} as const

export type Named = keyof typeof PATHS
const VIEWS = new Map<string, Named>([
  [PATHS.home, 'home'],
  [PATHS.history, 'history'],
  [PATHS.settings, 'settings'],
  [PATHS.health, 'health'],
  [PATHS.help, 'help'],
])

/** What is shown, as the address says. */
export type Route =
  | { readonly view: Named }
  | { readonly view: 'upload'; readonly id: string }
  /** Of that upload; null where any is checked. */
  | { readonly view: 'receipts'; readonly id: string | null }
  | { readonly view: 'unknown' }

const UPLOAD = /^\/uploads\/([0-9a-f-]{36})$/
const RECEIPTS = /^\/receipts(?:\/([0-9a-f-]{36}))?$/

/** @param pathname of an address within the app, as `location` has it */
export function routeOf(pathname: string): Route {
  const path = pathname === '/index.html' ? '/' : pathname.replace(/(.)\/$/, '$1')
  const [, id] = UPLOAD.exec(path) ?? []
  if (id !== undefined) return { view: 'upload', id }
  const receipts = RECEIPTS.exec(path)
  if (receipts) return { view: 'receipts', id: receipts[1] ?? null }
  return { view: VIEWS.get(path) ?? 'unknown' }
}

/** The address of a view. */
export function pathTo(view: Named): string {
  return PATHS[view]
}

/** The address of the detail of an upload. */
export function pathToUpload(id: string): string {
  return `/uploads/${id}`
}

/** The address of the receipt of an upload; where any receipt is checked for null. */
export function pathToReceipt(id: string | null): string {
  return id === null ? '/receipts' : `/receipts/${id}`
}
