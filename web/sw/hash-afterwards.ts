import { UploadError, type ErrorCode } from '../../shared/errors.ts'
import type { ArrivedPart } from './engine/events.ts'
import type { UploadRecord } from './engine/record.ts'
import type { Ports } from './ports.ts'
import { checkIsDamage, proveSameFile, whileComparing, type IsOfFile } from './same-file.ts'

/** What keeps a file from being read, though what was sent of it is whole. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set([
  'file_permission',
  'file_gone',
  'file_changed',
  'file_unreadable',
])

/**
 * Hashes the parts that went up without a checksum of this browser's, as far as the file can be
 * read, and compares them with what the store has. Parts that differ are left out: they are to be
 * sent again, if it is the same file.
 *
 * @returns the parts that are there, those found equal as hashed; `isNew` whether anything was found
 * @throws UploadError file_changed, internal; the signal's reason when it was ended
 */
export async function hashAfterwards(
  record: UploadRecord,
  known: readonly ArrivedPart[],
  ports: Ports,
  signal: AbortSignal,
): Promise<{ parts: readonly ArrivedPart[]; isNew: boolean }> {
  return whileComparing(record, ports, signal, (isOfFile) => compareAll(known, isOfFile))
}

async function compareAll(
  known: readonly ArrivedPart[],
  isOfFile: IsOfFile,
): ReturnType<typeof hashAfterwards> {
  const found = new Map<number, boolean>()
  for (const part of known) {
    if (part.hashed) continue
    const isEqual = await isEqualIfReadable(part, isOfFile)
    if (isEqual === null) break
    found.set(part.number, isEqual)
  }
  const results = [...found.values()]
  if (results.includes(false)) {
    await proveSameFile(known, isOfFile)
    const isAnyHashed = known.some(({ hashed }) => hashed)
    if (!isAnyHashed && !results.includes(true)) checkIsDamage(results.length)
  }
  const parts = known
    .filter(({ number }) => found.get(number) !== false)
    .map((part) => (found.has(part.number) ? { ...part, hashed: true } : part))
  return { parts, isNew: found.size > 0 }
}

/** null where the file can't be read now. */
async function isEqualIfReadable(part: ArrivedPart, isOfFile: IsOfFile): Promise<boolean | null> {
  try {
    return await isOfFile(part)
  } catch (error) {
    if (error instanceof UploadError && UNREADABLE.has(error.code)) return null
    throw error
  }
}
