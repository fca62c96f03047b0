import type { HashKind } from '../../shared/hashes.ts'

/** The same in every language. */
export const hashNames: Readonly<Record<HashKind, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
}
