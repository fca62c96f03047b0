import type { HASHES } from '../../shared/details.ts'

/** The same in every language. */
export const hashNames: Readonly<Record<(typeof HASHES)[number], string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
}
