import { UploadError } from '../../shared/errors.ts'
import type { ArrivedPart } from './engine/events.ts'
import { CAPACITY } from './engine/capacity.ts'
import type { UploadRecord } from './engine/record.ts'
import { open, serverOf } from './part-bytes.ts'
import type { Ports } from './ports.ts'

/** Whether the file has these bytes; a part is read once, however often it is asked about. */
export type IsOfFile = (part: ArrivedPart) => Promise<boolean>

/** @returns what throws UploadError why the file can't be read, and the signal's reason */
export function compareWithFile(record: UploadRecord, ports: Ports, signal: AbortSignal): IsOfFile {
  const answers = new Map<string, Promise<boolean>>()
  return (part) => {
    const key = `${part.number} ${part.checksum}`
    const answer = answers.get(key) ?? isPartOfFile(record, part, ports, signal)
    answers.set(key, answer)
    return answer
  }
}

/** Nothing is read any more once what it is read for has ended, however it ended. */
export async function whileComparing<Result>(
  record: UploadRecord,
  ports: Ports,
  signal: AbortSignal,
  use: (isOfFile: IsOfFile) => Promise<Result>,
): Promise<Result> {
  const reading = new AbortController()
  try {
    return await use(compareWithFile(record, ports, AbortSignal.any([signal, reading.signal])))
  } finally {
    reading.abort()
  }
}

/**
 * Begins to read what {@link proveParts} will most likely ask about, while the store's list is still
 * on its way.
 *
 * @param known the browser's own notes of what has arrived
 */
export function readAhead(
  { missing }: UploadRecord,
  known: readonly ArrivedPart[],
  isOfFile: IsOfFile,
): void {
  if (missing.length === 0) return
  // What keeps one from being read is thrown to whoever asks about it.
  for (const part of sampleOf(known)) isOfFile(part).catch(() => undefined)
}

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
  isOfFile: IsOfFile,
): Promise<readonly ArrivedPart[]> {
  if (arrived.length === serverOf(record).partCount) return arrived
  await proveSameFile(arrived, isOfFile)
  const others = arrived.filter((part) => !part.hashed)
  const equal = new Set<number>()
  const differing = new Set<number>()
  for (const part of others.length <= CAPACITY.window ? others : spreadOver(others)) {
    ;((await isOfFile(part)) ? equal : differing).add(part.number)
  }
  if (others.length === arrived.length && equal.size === 0) checkIsDamage(differing.size)
  return arrived
    .filter(({ number }) => !differing.has(number))
    .map((part) => (equal.has(part.number) ? { ...part, hashed: true } : part))
}

/**
 * Reads some of the parts that were hashed here once more, side by side.
 *
 * @throws UploadError file_changed
 */
export async function proveSameFile(
  parts: readonly ArrivedPart[],
  isOfFile: IsOfFile,
): Promise<void> {
  const prove = async (part: ArrivedPart) => {
    if (await isOfFile(part)) return
    throw new UploadError('file_changed', `part ${part.number} of the file is not what was sent`)
  }
  await Promise.all(sampleOf(parts).map(prove))
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

/** Asked twice, as a disk may misread once. */
async function isPartOfFile(
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

/** Some of the parts that were hashed here. */
function sampleOf(parts: readonly ArrivedPart[]): ArrivedPart[] {
  return spreadOver(parts.filter(({ hashed }) => hashed))
}

/** The first, the last and one between. */
function spreadOver(parts: readonly ArrivedPart[]): ArrivedPart[] {
  const places = new Set([0, parts.length >> 1, parts.length - 1])
  return [...places].flatMap((place) => parts[place] ?? [])
}
