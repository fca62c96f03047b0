const LINK = /^#link=([\w-]+\.[\w-]+\.[\w-]+)$/

/** The upload link's token in a fragment; null where the link is not whole, undefined where there is none. */
export function readLinkFragment(fragment: string): string | null | undefined {
  return fragment.startsWith('#link=') ? (LINK.exec(fragment)?.[1] ?? null) : undefined
}
