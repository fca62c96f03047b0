import { createHash } from 'node:crypto'
import { combineCrcs, CRC64_NVME, crcToBase64 } from '../../shared/crc.ts'
import { UploadError, type ErrorCode } from '../../shared/errors.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { ArrivedPart } from '../../web/sw/engine/events.ts'
import type { UploadRecord } from '../../web/sw/engine/record.ts'
import type { Api, Changes, Files, HashBytes, RecordStore, SendPart } from '../../web/sw/ports.ts'
import type { Tape } from './tape.ts'
import type { VirtualClock } from './virtual-clock.ts'

export const PART_SIZE = 10

interface RemoteFile {
  readonly key: string
  readonly partCount: number
  readonly size: number
  /** The bytes of the parts that have arrived. */
  readonly parts: Map<number, Uint8Array>
  state: 'open' | 'aborted' | 'completed'
  object: Uint8Array | null
}

/**
 * The API and S3 as the worker sees them, with the faults that the tape decides: a request may
 * fail before it has an effect, after it (the answer is lost), or arrive late.
 */
export function createWorld(clock: VirtualClock, tape: Tape, contents: Map<string, Uint8Array>) {
  const remotes = new Map<string, RemoteFile>()
  const slices = new WeakMap<Blob, Uint8Array>()
  const sentTwice: string[] = []
  const asked = { create: 0, list: 0, send: 0, complete: 0, abort: 0 }
  let store: MemoryStore | null = null

  const FAULTS: readonly ErrorCode[] = ['network', 'slow_down', 'server_error', 'timeout']

  async function request<T>(
    kind: keyof typeof asked | 'sign',
    signal: AbortSignal,
    effect: () => T,
  ): Promise<T> {
    if (kind !== 'sign') asked[kind] += 1
    const fault = tape.choose(5)
    await clock.sleep(1 + tape.choose(50))
    if (fault === 1) {
      signal.throwIfAborted()
      throw new UploadError(FAULTS[tape.choose(FAULTS.length)] ?? 'network', 'before its effect')
    }
    // An aborted request may have been received all the same.
    if (signal.aborted && fault !== 2) throw signal.reason
    const result = effect()
    await clock.sleep(1 + tape.choose(50))
    signal.throwIfAborted()
    if (fault === 3) throw new UploadError('network', 'the answer was lost')
    return result
  }

  function open(remoteId: string): RemoteFile {
    const remote = remotes.get(remoteId)
    if (!remote || remote.state !== 'open') throw new UploadError('upload_gone', remoteId)
    return remote
  }

  const api: Api = {
    create: ({ id, name, size }, signal) =>
      request('create', signal, () => {
        const partCount = Math.max(1, Math.ceil(size / PART_SIZE))
        const remote = remotes.get(id)
        if (!remote) {
          remotes.set(id, {
            key: `${id}/${name}`,
            partCount,
            size,
            parts: new Map(),
            state: 'open',
            object: null,
          })
        }
        return {
          token: id,
          key: `${id}/${name}`,
          partSize: PART_SIZE,
          partCount,
          checksum: 'crc64nvme',
        }
      }),
    sign: ({ remoteId }, parts, signal) =>
      request('sign', signal, () => {
        const expiresInSeconds = 30 + tape.choose(4) * 50
        const expires = String(clock.now() + expiresInSeconds * 1000)
        return {
          parts: parts.map(({ number, checksum }) => ({
            number,
            url: `${remoteId}#${number}`,
            headers: { checksum: checksum ?? '', expires },
          })),
          expiresInSeconds,
        }
      }),
    list: ({ remoteId }, signal) =>
      request('list', signal, () => ({
        parts: [...open(remoteId).parts].map(([number, bytes]) => ({
          number,
          size: bytes.length,
          etag: 'etag',
          checksum: crcOf(bytes),
        })),
      })),
    complete: ({ remoteId }, { checksum }, signal) =>
      request('complete', signal, () => complete(remoteId, checksum)),
    abort: ({ remoteId }, signal) =>
      request('abort', signal, () => {
        const remote = remotes.get(remoteId)
        if (!remote || remote.state !== 'open') return
        remote.state = 'aborted'
        remote.parts.clear()
      }),
  }

  function complete(remoteId: string, checksum: string | null): Receipt {
    const remote = remotes.get(remoteId)
    if (!remote || remote.state === 'aborted') throw new UploadError('upload_gone', remoteId)
    if (remote.state === 'open') {
      if (remote.parts.size !== remote.partCount) throw new UploadError('parts_missing', remoteId)
      const numbers = [...remote.parts.keys()].sort((a, b) => a - b)
      const object = Buffer.concat(numbers.map((n) => remote.parts.get(n) ?? new Uint8Array()))
      if (crcOf(object) !== checksum) throw new UploadError('object_mismatch', remoteId)
      remote.state = 'completed'
      remote.object = object
    }
    return receiptOf(remoteId, remote, checksum)
  }

  const sendPart: SendPart = (part, bytes, signal) =>
    request('send', signal, () => {
      const [remoteId = '', number = ''] = part.url.split('#')
      const remote = open(remoteId)
      if (Number(part.headers['expires']) < clock.now())
        throw new UploadError('url_expired', part.url)
      const content = Uint8Array.from(slices.get(bytes) ?? [])
      if (tape.choose(12) === 1 && content[0] !== undefined) content[0] ^= 1
      if (crcOf(content) !== part.checksum) throw new UploadError('checksum_mismatch', part.url)
      // One that was ended may still arrive, after the one that took its place: that is no resending.
      if (!signal.aborted && store?.hasPart(remoteId, Number(number))) sentTwice.push(part.url)
      remote.parts.set(Number(number), content)
    })

  const files: Files = {
    async slice(record, start, end) {
      const bytes = contents.get(record.id)?.slice(start, end)
      if (!bytes) throw new UploadError('file_gone', record.id)
      const blob = new Blob([bytes])
      slices.set(blob, bytes)
      return blob
    },
  }

  const hashBytes: HashBytes = async (_algorithm, bytes, signal) => {
    await clock.sleep(tape.choose(20))
    signal.throwIfAborted()
    const content = Uint8Array.from(slices.get(bytes) ?? [])
    if (tape.choose(12) === 1 && content[0] !== undefined) content[0] ^= 2
    return crcOf(content)
  }

  return {
    api,
    sendPart,
    files,
    hashBytes,
    remotes,
    /** How many requests of each kind were made. */
    asked,
    /** The parts that were sent though the store had noted their arrival. */
    sentTwice,
    watch(memory: MemoryStore) {
      store = memory
    },
  }
}

function receiptOf(id: string, remote: RemoteFile, checksum: string | null): Receipt {
  const time = new Date(0).toISOString()
  return {
    version: 1,
    id,
    bucket: 'bucket',
    key: remote.key,
    name: 'name',
    path: '',
    size: remote.size,
    partSize: PART_SIZE,
    partCount: remote.partCount,
    etag: 'etag',
    checksum: { algorithm: 'crc64nvme', value: checksum, proof: 'object-checksum' },
    createdAt: time,
    completedAt: time,
  }
}

/** A bit-by-bit CRC64NVME, for so few bytes that its pace doesn't matter. */
export function crcOf(bytes: Uint8Array): string {
  let crc = (1n << 64n) - 1n
  for (const byte of bytes) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 1n ? (crc >> 1n) ^ CRC64_NVME.polynomial : crc >> 1n
  }
  return crcToBase64(
    CRC64_NVME,
    combineCrcs(CRC64_NVME, [{ crc: crc ^ ((1n << 64n) - 1n), length: bytes.length }]),
  )
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export interface MemoryStore extends RecordStore {
  hasPart(remoteId: string, number: number): boolean
}

/** Keeps what a killed worker leaves: all of a commit or nothing of it. */
export function createMemoryStore(
  clock: VirtualClock,
  tape: Tape,
  pace: 'slow' | 'at once' = 'slow',
): MemoryStore {
  const records = new Map<string, UploadRecord>()
  const parts = new Map<string, Map<number, ArrivedPart>>()

  function apply(changes: Changes): void {
    for (const record of changes.put) records.set(record.id, structuredClone(record))
    for (const id of changes.remove) {
      records.delete(id)
      parts.delete(id)
    }
    for (const { id, parts: all } of changes.allParts) {
      parts.set(id, new Map(all.map((part) => [part.number, part])))
    }
    for (const { id, part } of changes.parts) {
      const known = parts.get(id) ?? new Map<number, ArrivedPart>()
      parts.set(id, known.set(part.number, part))
    }
  }

  return {
    load: async () => [...records.values()].map((record) => structuredClone(record)),
    async commit(changes) {
      if (pace === 'slow') await clock.sleep(tape.choose(5))
      apply(changes)
    },
    partsOf: async (id) => [...(parts.get(id)?.values() ?? [])].sort((a, b) => a.number - b.number),
    hasPart(remoteId, number) {
      const record = [...records.values()].find((one) => one.remoteId === remoteId)
      return record !== undefined && (parts.get(record.id)?.has(number) ?? false)
    },
  }
}
