const LINK = /^#link=([\w-]+\.[\w-]+\.[\w-]+)$/

/** Whether an address with this fragment is an upload link, whole or not. */
export function isLinkFragment(fragment: string): boolean {
  return fragment.startsWith('#link=')
}

/** The upload link's token in a fragment; null where the link is not whole. */
export function readLinkFragment(fragment: string): string | null {
  return LINK.exec(fragment)?.[1] ?? null
}
