/** Acquisition hashes: what somebody took of a file before it was sent, beside the file's own. */
import type { Details } from './details.ts'
import type { HashKind, Hashes } from './hashes.ts'

/**
 * Whether a hash that somebody took of the file before is the file's.
 *
 * @returns null where that kind was not computed
 */
export function agreement(kind: HashKind, before: string, hashes?: Hashes): boolean | null {
  const computed = hashes?.[kind]
  return computed === undefined ? null : computed === before.trim().toLowerCase()
}

/** The first that is known not to be the file's. @param hashes of the whole file */
export function differingHash(details: Details, hashes?: Hashes): Details[number] | undefined {
  return details.find(({ hash, value }) => hash && agreement(hash, String(value), hashes) === false)
}
