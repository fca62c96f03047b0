/** Whether a file is what a receipt states of it: the same by the command as in the browser. */
import { kindsIn, type Hashes, type HashKind } from './hashes.ts'
import type { Receipt } from './receipt.ts'

/** What of a file is compared; `parts` is the MD5 of the parts' MD5s. */
export type CheckedFact = 'size' | 'crc64nvme' | 'parts' | 'etag' | HashKind

export interface FactCheck {
  readonly fact: CheckedFact
  /** `unknown`: the receipt's value can't be computed of a file. */
  readonly outcome: 'matches' | 'differs' | 'unknown'
  readonly stated: string
  /** '' where it is unknown. */
  readonly found: string
}

/** What was found of a file. */
export interface FoundOfFile {
  /** Bytes. */
  readonly size: number
  /** null where the file was not read, as its size differs already. */
  readonly content: {
    /** Base64, as S3 writes it. */
    readonly crc64nvme: string
    /** The hex MD5 of all parts' MD5s, '-' and their number, as S3 makes ETags. */
    readonly md5OfParts: string
    /** The hex MD5 of the only part, as S3 makes the ETag of an object that was put as a whole. */
    readonly md5?: string | undefined
    /** Of all kinds that the receipt has. */
    readonly hashes: Hashes
  } | null
}

/** One check for all that the receipt states of the content. */
export function checkFile(receipt: Receipt, { size, content }: FoundOfFile): FactCheck[] {
  const checks = [compare('size', String(receipt.size), String(size))]
  if (!content) return checks
  const { algorithm, value, etagOfParts } = receipt.checksum
  // Of a file that was put as a whole it has no number of parts.
  const md5 = (!receipt.etag.includes('-') && content.md5) || content.md5OfParts
  if (algorithm === 'crc64nvme' && value !== null) {
    checks.push(compare('crc64nvme', value, content.crc64nvme))
  }
  if (algorithm === 'md5' && value !== null) checks.push(compare('parts', value, md5))
  if (etagOfParts || receipt.etag === md5) checks.push(compare('etag', receipt.etag, md5))
  else checks.push({ fact: 'etag', outcome: 'unknown', stated: receipt.etag, found: '' })
  const { hashes } = receipt
  for (const kind of hashes ? kindsIn(hashes) : []) {
    checks.push(compare(kind, hashes?.[kind] ?? '', content.hashes[kind] ?? ''))
  }
  return checks
}

function compare(fact: CheckedFact, stated: string, found: string): FactCheck {
  return { fact, outcome: stated === found ? 'matches' : 'differs', stated, found }
}

/** What follows from all of it, the worst first. */
export type Verdict =
  /** The signature isn't good. */
  | 'not-believed'
  | 'another-file'
  /** All matches, but the receipt says that the file turned out to be another one than was sent. */
  | 'disproved'
  /** Nothing but the size could be compared. */
  | 'size-only'
  /** All matches, but nobody knows who wrote the receipt. */
  | 'unsigned'
  /** All matches, by a checksum that finds damage, but no change on purpose. */
  | 'by-crc-alone'
  /** All matches, by hashes of which two files can be made to agree (MD5, SHA-1). */
  | 'without-sha256'
  | 'good'

/** @param signature whether it was found good; null where it wasn't checked */
export function judge(
  { disproved }: Pick<Receipt, 'disproved'>,
  signature: boolean | null,
  checks: readonly FactCheck[],
): Verdict {
  if (signature === false) return 'not-believed'
  if (checks.some(({ outcome }) => outcome === 'differs')) return 'another-file'
  if (disproved) return 'disproved'
  const matching = checks.flatMap(({ fact, outcome }) => (outcome === 'matches' ? fact : []))
  if (!matching.some((fact) => fact !== 'size')) return 'size-only'
  if (signature === null) return 'unsigned'
  if (matching.every((fact) => fact === 'size' || fact === 'crc64nvme')) return 'by-crc-alone'
  return matching.includes('sha256') ? 'good' : 'without-sha256'
}
