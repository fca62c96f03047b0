/** What may be done in all by one identity; null for as much as they like. */
export interface Limits {
  /** Bytes. */
  readonly maxFileSize: number | null
  readonly maxFiles: number | null
  /** Bytes of all files together. */
  readonly maxBytes: number | null
}

/** Who asks, and what they may do. */
export interface Identity {
  readonly kind: 'open' | 'link' | 'account'
  /** Names them in tokens, keys and logs: nothing secret. '' where nobody needs to be anybody. */
  readonly subject: string
  readonly admin: boolean
  /** Their keys begin with the operator's prefix and this. */
  readonly prefix: string
  readonly limits: Limits
  /** To show to them; '' for nothing. */
  readonly note: string
  /** The mail address of who is told what became of its uploads; null for nobody. */
  readonly notify: string | null
  /** When it runs out, seconds since 1970; null for never. */
  readonly expiresAt: number | null
}

export const NO_LIMITS: Limits = { maxFileSize: null, maxFiles: null, maxBytes: null }

/** Whoever comes, where everybody may. */
export const ANYBODY: Identity = {
  kind: 'open',
  subject: '',
  admin: false,
  prefix: '',
  limits: NO_LIMITS,
  note: '',
  notify: null,
  expiresAt: null,
}

const LINK = 'link:'

/** The subject of whoever has this link. */
export function linkSubject(id: string): string {
  return LINK + id
}

/** The link that a subject has; undefined for others. */
export function linkIdOf(subject: string): string | undefined {
  return subject.startsWith(LINK) ? subject.slice(LINK.length) : undefined
}

/** By what whoever has this subject got in, as the gate names it; undefined for anybody. */
export function entranceOf(subject: string): 'links' | 'jwt' | undefined {
  if (subject === ANYBODY.subject) return undefined
  return linkIdOf(subject) === undefined ? 'jwt' : 'links'
}
