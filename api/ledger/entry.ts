/** How the ending of an upload is told by the name of its entry in the bucket. */
import { differingHash } from '../../shared/acquisition.ts'
import type { Receipt } from '../../shared/receipt.ts'

/**
 * What became of an upload. `cancelled`: whoever sent it ended it; `cleared`: an admin did;
 * `mismatch`: what had arrived was not what was sent, and was removed, or its file turned out to be
 * another; `disproved`: the latter, in the place among those verified that it had before;
 * `differs`: it is verified, and its file does not have the acquisition hash that was entered.
 */
export const OUTCOMES = [
  'verified',
  'cancelled',
  'cleared',
  'mismatch',
  'disproved',
  'differs',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Entry {
  /** ms since 1970. */
  readonly at: number
  readonly outcome: Outcome
  /** Bytes. */
  readonly size: number
  /** Who created the upload, as tokens name them; '' where that is nobody in particular. */
  readonly subject: string
  /** The object's. */
  readonly key: string
}

/** Where a receipt stands among those of what arrived. */
export function standingOf({
  completedAt,
  disproved,
  details = [],
  hashes,
  size,
  key,
}: Pick<Receipt, 'completedAt' | 'disproved' | 'details' | 'hashes' | 'size' | 'key'>): Omit<
  Entry,
  'subject'
> {
  const arrived = differingHash(details, hashes) ? 'differs' : 'verified'
  return { at: Date.parse(completedAt), outcome: disproved ? 'disproved' : arrived, size, key }
}

/** Of 13 digits, until the year 2286. */
const LAST_TIME = 9_999_999_999_999
/** A subject as it stands in names: the source of a regular expression. */
export const WHO = 'open|(?:link|account)-[0-9a-f-]{32,36}'
/** Bytes at most. */
export const WHO_LENGTH = 'account-'.length + 36

/** Bytes of a name without the key: 13 digits, an outcome, 16 digits, a subject and four signs. */
export const NAME_EXTRA = 13 + 9 + 16 + WHO_LENGTH + 4

const NAME = new RegExp(`^(\\d{13})\\.(${OUTCOMES.join('|')})\\.(\\d{1,16})\\.(${WHO})/(.+)$`, 's')

/** A subject for a name; '' is nobody in particular. */
export function whoOf(subject: string): string {
  return subject === '' ? 'open' : subject.replace(':', '-')
}

/** The subject that stands in a name. */
export function readWho(who: string): string {
  return who === 'open' ? '' : who.replace('-', ':')
}

/** The name of an entry. S3 lists names in their order, which is that of time, the newest first. */
export function nameOf({ at, outcome, size, subject, key }: Entry): string {
  return `${timeMark(at)}.${outcome}.${size}.${whoOf(subject)}/${key}`
}

/** What a name tells; undefined for one that is no entry's. */
export function readName(name: string): Entry | undefined {
  const [, mark = '', outcome, size, who = '', key = ''] = NAME.exec(name) ?? []
  const known = OUTCOMES.find((one) => one === outcome)
  if (known === undefined) return undefined
  return { at: timeOfName(mark), outcome: known, size: Number(size), subject: readWho(who), key }
}

/** What the names of a time begin with: they come behind it, and so do those of earlier times. */
export function timeMark(at: number): string {
  const time = Math.min(Math.max(Math.trunc(at), 0), LAST_TIME)
  return String(LAST_TIME - time).padStart(13, '0')
}

/** The time of a name or of a mark, ms since 1970. */
export function timeOfName(name: string): number {
  return LAST_TIME - Number(name.slice(0, 13))
}
