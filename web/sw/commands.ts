import { objectCrc64Nvme, type ChecksumAlgorithm } from '../../shared/checksum.ts'
import type { Answers } from '../../shared/details.ts'
import { UploadError } from '../../shared/errors.ts'
import { partLength } from '../../shared/plan.ts'
import type { ListPartsAnswer } from '../../shared/wire.ts'
import type { ArrivedPart, Command, Event, SignedPart } from './engine/events.ts'
import { isOnePart, planOf, type UploadRecord } from './engine/record.ts'
import { hashAfterwards } from './hash-afterwards.ts'
import { md5OfMd5s, md5FromEtag } from './md5.ts'
import { open, serverOf } from './part-bytes.ts'
import type { Ports, RemoteUpload } from './ports.ts'
import { proveParts, readAhead, whileComparing } from './same-file.ts'

/**
 * Carries out one command and gives the event that it ends in.
 *
 * @throws UploadError, or the signal's reason when it was ended
 */
export async function carryOut(
  command: Command,
  record: UploadRecord,
  ports: Ports,
  signal: AbortSignal,
): Promise<Event> {
  const { id } = record
  switch (command.type) {
    case 'begin':
      return { type: 'begun', id, partSize: command.partSize }
    case 'create': {
      const { remoteId, name, path, size, type, lastModified, partSize, details } = record
      const request = {
        id: remoteId,
        name,
        path,
        size,
        type,
        lastModified,
        partSize,
        details: answersIn(details),
      }
      const { isNew, ...server } = await ports.api.create(request, record.link, signal)
      return { type: 'created', id, server, isNew }
    }
    case 'list':
      return { type: 'listed', id, parts: await listParts(record, ports, signal) }
    case 'hash': {
      const { server, bytes } = await open(record, command.number, ports)
      const checksum = await ports.hashBytes(server.checksum, bytes, signal, !command.isDue)
      return { type: 'hashed', id, number: command.number, checksum }
    }
    case 'sign': {
      const answer = await ports.api.sign(remote(record), command.parts, signal)
      const beginBefore = ports.clock.now() + usableTime(answer.expiresInSeconds * 1000)
      const checksums = new Map(command.parts.map((part) => [part.number, part.checksum]))
      const { hosts } = answer
      const parts = new Map<number, SignedPart>()
      for (const { number, url, headers } of answer.parts) {
        const checksum = checksums.get(number) ?? null
        const host = hosts && { host: new URL(url).origin }
        parts.set(number, { checksum, url, headers, beginBefore, ...host })
      }
      if (command.parts.some(({ number }) => !parts.has(number))) {
        throw new UploadError('bad_answer', 'not all parts were signed')
      }
      return { type: 'signed', id, parts, ...(hosts && { hosts }) }
    }
    case 'send': {
      const { bytes } = await open(record, command.number, ports)
      await sendPart(record, command, bytes, ports, signal)
      const { checksum } = command.part
      return { type: 'sent', id, part: { number: command.number, checksum, hashed: true } }
    }
    case 'complete':
      return complete(record, ports, signal)
    case 'abort':
      await ports.api.abort(remote(record), signal)
      return { type: 'aborted', id }
  }
}

function answersIn(details: UploadRecord['details']): Answers | undefined {
  return details && Object.fromEntries(details.map(({ name, value }) => [name, value]))
}

/** A URL that runs out sooner than this, in ms, is not used to begin a part. */
const URL_MARGIN = 60_000

/**
 * For how long, in ms, a URL is used. One that lives hardly longer than the margin is used for half
 * of its life: never to use it would mean asking for another for ever.
 */
function usableTime(lifetime: number): number {
  if (lifetime <= 0) throw new UploadError('bad_answer', 'the URLs have run out')
  return Math.max(lifetime - URL_MARGIN, lifetime / 2)
}

function remote(record: UploadRecord): RemoteUpload {
  const { remoteId, link } = record
  return { remoteId, token: serverOf(record).token, link, isOnePart: isOnePart(record) }
}

async function sendPart(
  record: UploadRecord,
  { number, part }: Extract<Command, { type: 'send' }>,
  bytes: Blob,
  ports: Ports,
  signal: AbortSignal,
): Promise<void> {
  try {
    await ports.sendPart(part, bytes, signal)
  } catch (error) {
    // A browser reports a file that changed or went away while it was sent as a network error.
    if (!signal.aborted) await open(record, number, ports)
    throw error
  }
}

async function listParts(
  record: UploadRecord,
  ports: Ports,
  signal: AbortSignal,
): Promise<readonly ArrivedPart[]> {
  const { parts, good } = await whileComparing(record, ports, signal, async (isOfFile) => {
    const knownParts = async () => {
      const known = await ports.records.partsOf(record.id)
      readAhead(record, known, isOfFile)
      return known
    }
    const listing = ports.api.list(remote(record), signal)
    const [{ parts }, known] = await Promise.all([listing, knownParts()])
    return { parts, good: await proveParts(record, partsToBuildOn(record, parts, known), isOfFile) }
  })
  if (parts.length > 0) await discardIfNothing(record, good, ports, signal)
  return good
}

/**
 * A file that was put as a whole is overwritten by nothing: what is not the file goes first.
 *
 * @throws UploadError object_mismatch where that has been completed, and stays
 */
async function discardIfNothing(
  record: UploadRecord,
  good: readonly ArrivedPart[],
  { api }: Ports,
  signal: AbortSignal,
): Promise<void> {
  if (good.length > 0 || !isOnePart(record)) return
  try {
    await api.discard(remote(record), signal)
  } catch (error) {
    const isCompleted = error instanceof UploadError && error.code === 'part_exists'
    throw isCompleted ? new UploadError('object_mismatch', error.message) : error
  }
}

/**
 * Of the parts that S3 lists those that need not be sent again: of the planned size, and with a
 * checksum that the browser's own notes or else the store still tell, and on which both agree. Of
 * a part without a note nobody knows here who sent it, and with what.
 */
export function partsToBuildOn(
  record: UploadRecord,
  listed: ListPartsAnswer['parts'],
  known: readonly ArrivedPart[],
): ArrivedPart[] {
  const plan = planOf(record)
  if (!plan) return []
  const { checksum: algorithm } = serverOf(record)
  const notes = new Map(known.map((part) => [part.number, part]))
  const parts: ArrivedPart[] = []
  for (const part of listed) {
    if (part.number > plan.partCount || part.size !== partLength(plan, part.number)) continue
    const listed = listedChecksum(algorithm, part)
    const noted = notes.get(part.number)
    if (listed !== null && noted && noted.checksum !== null && listed !== noted.checksum) continue
    const checksum = noted?.checksum ?? listed
    if (checksum === null && algorithm !== 'none') continue
    parts.push({ number: part.number, checksum, hashed: noted?.hashed ?? algorithm === 'none' })
  }
  return parts
}

function listedChecksum(algorithm: ChecksumAlgorithm, part: ListPartsAnswer['parts'][number]) {
  if (algorithm === 'none') return null
  return algorithm === 'md5' ? md5FromEtag(part.etag) : (part.checksum ?? null)
}

async function complete(record: UploadRecord, ports: Ports, signal: AbortSignal): Promise<Event> {
  const known = await ports.records.partsOf(record.id)
  const { parts, isNew } = await hashAfterwards(record, known, ports, signal)
  // First written down: what was read once is not to be read again should Complete fail.
  if (isNew) {
    await discardIfNothing(record, parts, ports, signal)
    return { type: 'listed', id: record.id, parts }
  }
  const stated = {
    checksum: await objectChecksum(record, parts),
    unhashedParts: parts.filter(({ hashed }) => !hashed).length,
  }
  const receipt = await ports.api.complete(remote(record), stated, signal)
  return { type: 'completed', id: record.id, receipt }
}

async function objectChecksum(
  record: UploadRecord,
  parts: readonly ArrivedPart[],
): Promise<string | null> {
  const server = serverOf(record)
  if (server.checksum === 'none') return null
  const checksums = new Map<number, string>()
  for (const { number, checksum } of parts) {
    if (checksum !== null) checksums.set(number, checksum)
  }
  const inOrder: string[] = []
  for (let number = 1; number <= server.partCount; number++) {
    const checksum = checksums.get(number)
    if (checksum === undefined) {
      throw new UploadError('parts_missing', `the checksum of part ${number} is not known`)
    }
    inOrder.push(checksum)
  }
  if (server.checksum === 'md5') return md5OfMd5s(inOrder)
  return objectCrc64Nvme({ ...server, size: record.size }, inOrder)
}
