import { UploadError, type ErrorCode } from '../../shared/errors.ts'
import type { ArrivedPart } from './engine/events.ts'
import type { UploadRecord } from './engine/record.ts'
import { open } from './part-bytes.ts'
import type { Ports } from './ports.ts'

/** What keeps a file from being read, though what was sent of it is whole. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set([
  'file_permission',
  'file_gone',
  'file_changed',
  'file_unreadable',
])

/**
 * Hashes the parts that went up without a checksum of this browser's, as far as the file can be
 * read, and compares them with what the store has.
 *
 * @returns the parts that are there, those found equal as hashed; and the numbers of those that
 *   differ from the file, which are left out
 * @throws UploadError internal; the signal's reason when it was ended
 */
export async function hashAfterwards(
  record: UploadRecord,
  known: readonly ArrivedPart[],
  ports: Ports,
  signal: AbortSignal,
): Promise<{ parts: ArrivedPart[]; damaged: number[] }> {
  const parts: ArrivedPart[] = []
  const damaged: number[] = []
  let readable = true
  for (const part of known) {
    const checksum =
      part.hashed || !readable ? undefined : await hashOf(record, part.number, ports, signal)
    if (checksum === null) readable = false
    if (typeof checksum !== 'string') parts.push(part)
    else if (checksum === part.checksum) parts.push({ ...part, hashed: true })
    else damaged.push(part.number)
  }
  return { parts, damaged }
}

/** null where the file can't be read now. */
async function hashOf(
  record: UploadRecord,
  number: number,
  ports: Ports,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const { server, bytes } = await open(record, number, ports)
    return await ports.hashBytes(server.checksum, bytes, signal)
  } catch (error) {
    if (error instanceof UploadError && UNREADABLE.has(error.code)) return null
    throw error
  }
}
