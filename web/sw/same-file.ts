import { UploadError } from '../../shared/errors.ts'
import type { ArrivedPart } from './engine/events.ts'
import { CAPACITY } from './engine/next.ts'
import type { UploadRecord } from './engine/record.ts'
import { open, serverOf } from './part-bytes.ts'
import type { Ports } from './ports.ts'

/**
 * Before more of a file is sent: it may be another one by now, with the same size and date, and
 * parts that this browser has no checksum of may be another file's, sent late by a worker that has
 * ended. Reads the first, the last and one between of the parts that were hashed here, and of the
 * others all where they are few.
 *
 * @returns the parts to build on: those of the others that are equal as hashed, without those that
 *   differ
 * @throws UploadError file_changed, or why the file can't be read
 */
export async function proveParts(
  record: UploadRecord,
  arrived: readonly ArrivedPart[],
  ports: Ports,
  signal: AbortSignal,
): Promise<readonly ArrivedPart[]> {
  if (arrived.length === serverOf(record).partCount) return arrived
  const hashed = arrived.filter((part) => part.hashed)
  const others = arrived.filter((part) => !part.hashed)
  await proveSameFile(record, hashed, ports, signal)
  const equal = new Set<number>()
  const differing = new Set<number>()
  for (const part of others.length <= CAPACITY.window ? others : sampleOf(others)) {
    const isEqual = await isPartOfFile(record, part, ports, signal)
    ;(isEqual ? equal : differing).add(part.number)
  }
  if (hashed.length + equal.size === 0) checkIsDamage(differing.size)
  return arrived
    .filter(({ number }) => !differing.has(number))
    .map((part) => (equal.has(part.number) ? { ...part, hashed: true } : part))
}

/**
 * Reads some of the parts that were hashed here once more.
 *
 * @throws UploadError file_changed
 */
export async function proveSameFile(
  record: UploadRecord,
  hashed: readonly ArrivedPart[],
  ports: Ports,
  signal: AbortSignal,
): Promise<void> {
  for (const part of sampleOf(hashed)) {
    if (await isPartOfFile(record, part, ports, signal)) continue
    throw new UploadError('file_changed', `part ${part.number} of the file is not what was sent`)
  }
}

/**
 * Where no part was found equal: one that differs was damaged on its way, or is a stranger, and is
 * sent again.
 *
 * @throws UploadError file_changed where it is more than one
 */
export function checkIsDamage(differing: number): void {
  if (differing > 1) throw new UploadError('file_changed', 'no part of the file is what was sent')
}

/** Whether the file has these bytes; asked twice, as a disk may misread once. */
export async function isPartOfFile(
  record: UploadRecord,
  { number, checksum }: ArrivedPart,
  ports: Ports,
  signal: AbortSignal,
): Promise<boolean> {
  if (checksum === null) return true
  for (let tries = 0; tries < 2; tries++) {
    const { server, bytes } = await open(record, number, ports)
    if ((await ports.hashBytes(server.checksum, bytes, signal)) === checksum) return true
  }
  return false
}

function sampleOf(parts: readonly ArrivedPart[]): ArrivedPart[] {
  const places = new Set([0, parts.length >> 1, parts.length - 1])
  return [...places].flatMap((place) => parts[place] ?? [])
}
