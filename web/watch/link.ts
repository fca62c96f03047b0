/** What lets its holder see one upload from anywhere, and nothing else. */
export interface WatchLink {
  /** The upload's id at the API. */
  readonly id: string
  /** A watch token. */
  readonly token: string
}

const MARK = '#watch='

/** The link's address. What follows the `#` is never sent to a server, so no log has the token. */
export function watchAddress(origin: string, { id, token }: WatchLink): string {
  return `${origin}/${MARK}${id}.${token}`
}

/** Whether an address with this fragment is one to watch an upload, whole or not. */
export function isWatchFragment(fragment: string): boolean {
  return fragment.startsWith(MARK)
}

/** What the fragment of a link says; null where it is not whole. */
export function readWatchFragment(fragment: string): WatchLink | null {
  const [, id, token] = /^#watch=([0-9a-f-]{36})\.([\w-]+\.[\w-]+\.[\w-]+)$/.exec(fragment) ?? []
  return id === undefined || token === undefined ? null : { id, token }
}
