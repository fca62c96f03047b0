/** Hashes of whole files, as others take them before: of what arrived no store computes these. */
import * as v from 'valibot'

export const HASHES = ['md5', 'sha1', 'sha256'] as const
export type HashKind = (typeof HASHES)[number]

const hex = v.pipe(v.string(), v.regex(/^(?:[\da-f]{8}){4,8}$/))

/**
 * Of one file, those that are known, hex, and who computed them. Loose in their lengths, to which
 * the server sees when it takes them.
 */
export const hashesSchema = v.strictObject({
  /** That which sent the file: no server has seen its bytes. */
  computedBy: v.literal('browser'),
  md5: v.optional(hex),
  sha1: v.optional(hex),
  sha256: v.optional(hex),
})
export type Hashes = v.InferOutput<typeof hashesSchema>

/**
 * What whoever read all of a file tells of it: its hashes, and what a store states of an object too, by
 * which they are known for those of what was sent. No receipt has the latter twice.
 */
export const fileHashesSchema = v.strictObject({
  ...hashesSchema.entries,
  /** Base64. */
  crc64nvme: v.optional(v.string()),
})
export type FileHashes = v.InferOutput<typeof fileHashesSchema>

/** The hashes alone. */
export function hashesAlone(found: FileHashes): Hashes {
  const hashes = { ...found }
  delete hashes.crc64nvme
  return hashes
}

/**
 * Whether a file was another one when it was read as a whole than when its parts were sent: some change
 * leaves size and date as they are.
 *
 * @param sent what the store or the sender states of all that was sent
 * @returns false where nobody can tell
 */
export function isOfAnother(
  { crc64nvme }: FileHashes,
  sent: { readonly algorithm: string; readonly value: string | null },
): boolean {
  if (sent.algorithm !== 'crc64nvme' || sent.value === null || crc64nvme === undefined) return false
  return crc64nvme !== sent.value
}

/** Those that are given, in their order. */
export function kindsIn(hashes: Hashes): HashKind[] {
  return HASHES.filter((kind) => hashes[kind] !== undefined)
}

/** The first kind of which both have another value; none where they agree on what both have. */
export function conflictOf(before: Hashes, more: Hashes): HashKind | undefined {
  return kindsIn(before).find((kind) => more[kind] !== undefined && more[kind] !== before[kind])
}
