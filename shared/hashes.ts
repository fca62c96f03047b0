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

/** Those that are given, in their order. */
export function kindsIn(hashes: Hashes): HashKind[] {
  return HASHES.filter((kind) => hashes[kind] !== undefined)
}

/**
 * Whether a hash that somebody took of the file before is the file's.
 *
 * @returns null where that kind was not computed
 */
export function agreement(kind: HashKind, before: string, hashes?: Hashes): boolean | null {
  const computed = hashes?.[kind]
  return computed === undefined ? null : computed === before.trim().toLowerCase()
}

/** The first kind of which both have another value; none where they agree on what both have. */
export function conflictOf(before: Hashes, more: Hashes): HashKind | undefined {
  return kindsIn(before).find((kind) => more[kind] !== undefined && more[kind] !== before[kind])
}
