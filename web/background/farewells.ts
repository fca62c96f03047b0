/**
 * What pages leave behind for each other as they go. A page that is closing can neither wait nor be
 * told anything any more, and of all that pages of one origin share, cookies alone are written and
 * read at once, and told in the order in which they were made (RFC 6265, section 5.4).
 */
export interface Farewells {
  /** Leaves one in the page's name. */
  leave(id: string): void
  takeBack(id: string): void
  /** The ids of pages that have left one lately, the first to go first. */
  read(): string[]
}

const PREFIX = 'longhaul-gone-'
/** Seconds until one is of no more use: by then the others have been told. */
const LIFETIME = 60

/** @param cookies the document that has them */
export function createFarewells(cookies: Pick<Document, 'cookie'>): Farewells {
  const write = (id: string, seconds: number): void => {
    cookies.cookie = `${PREFIX}${id}=1; max-age=${seconds}; path=/; samesite=strict`
  }
  return {
    leave: (id) => write(id, LIFETIME),
    takeBack: (id) => write(id, 0),
    read() {
      const names = cookies.cookie.split('; ').map((cookie) => cookie.split('=', 1)[0] ?? '')
      const ours = names.filter((name) => name.startsWith(PREFIX))
      return ours.map((name) => name.slice(PREFIX.length))
    },
  }
}
