import { remedyOf, UploadError, type ErrorCode } from '../../shared/errors.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { SignedPart } from '../../web/sw/engine/events.ts'
import type { Api, Files, HashBytes, SendPart, SpeedLimit } from '../../web/sw/ports.ts'
import { crcOf } from './crc.ts'
import { createHostFaults } from './host-faults.ts'
import { createFault, type Kind } from './request-faults.ts'
import type { MemoryStore } from './memory-store.ts'
import type { Tape } from './tape.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { inOrder, isWhole, PART_SIZE, receiptOf, type RemoteFile } from './remote-file.ts'

export type World = ReturnType<typeof createWorld>

/** A request, or the reading of bytes, that has not been answered yet. */
export interface UnderWay {
  readonly kind: Kind
  /** The upload's id at the API, or in the browser where bytes are read. */
  readonly id: string
  readonly signal: AbortSignal
}

interface Slice {
  readonly id: string
  readonly remoteId: string
  readonly number: number
  readonly bytes: Uint8Array
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** ms that a URL or a token lives: mostly long enough for the whole of a run. */
const LIFETIMES = [7 * DAY, 30_000, 7 * DAY, 2000, 7 * DAY, 80_000]

/**
 * The API, S3 and the person's disk as the worker sees them, with the faults that the tape
 * decides: a request may fail before it has an effect, after it (the answer is lost), arrive when
 * nobody waits for it any more, or take minutes.
 *
 * @param names under which the store answers; none where there is nothing to choose from
 */
export function createWorld(
  clock: VirtualClock,
  tape: Tape,
  contents: Map<string, Uint8Array>,
  names: readonly string[] = [],
) {
  const hosts = createHostFaults(clock, tape, names)
  const remotes = new Map<string, RemoteFile>()
  const unreadable = new Map<string, ErrorCode>()
  const slices = new WeakMap<Blob, Slice>()
  /** What the browser has hashed of which part, however often and whatever for. */
  const hashed = new Set<string>()
  const sentInVain: string[] = []
  const overstated: string[] = []
  const expired = new WeakSet<SignedPart>()
  const asked = { create: 0, sign: 0, list: 0, discard: 0, send: 0, complete: 0, abort: 0, hash: 0 }
  const underWay = new Set<UnderWay>()
  const refused = new Set<string>()
  let store: MemoryStore | null = null
  let speedLimit: SpeedLimit = () => null
  let sends: (remoteId: string, number: number) => void = () => undefined

  async function request<T>(
    kind: Kind,
    id: string,
    signal: AbortSignal,
    effect: () => T,
  ): Promise<T> {
    asked[kind] += 1
    const one = { kind, id, signal }
    underWay.add(one)
    try {
      const fault = tape.choose(10)
      await clock.sleep(fault === 4 ? tape.choose(10) * MINUTE : 1 + tape.choose(50))
      // An aborted request may have been received all the same.
      if (signal.aborted && fault !== 2 && fault !== 4) throw signal.reason
      if (fault === 1) {
        const error = createFault(kind, tape)
        const isFinal = !(error instanceof UploadError) || remedyOf(error.code) === 'fail'
        if (isFinal && (kind === 'create' || kind === 'abort')) refused.add(id)
        throw error
      }
      const result = effect()
      await clock.sleep(1 + tape.choose(50))
      signal.throwIfAborted()
      if (fault === 3) throw new UploadError('network', 'the answer was lost')
      return result
    } finally {
      underWay.delete(one)
    }
  }

  /** ms since 1970: a token and a URL tell until when they are good. */
  function expiry(): number {
    return clock.trueTime() + (LIFETIMES[tape.choose(LIFETIMES.length)] ?? 0)
  }

  function checkToken(token: string): void {
    if (Number(token) < clock.trueTime()) throw new UploadError('token_expired', token)
  }

  /** Of a file that is put as a whole the store knows nothing that could be gone. */
  function open(remoteId: string): RemoteFile {
    const remote = remotes.get(remoteId)
    if (!remote || (remote.state !== 'open' && !isWhole(remote)))
      throw new UploadError('upload_gone', remoteId)
    return remote
  }

  const api: Api = {
    create: ({ id, name, size }, _link, signal) =>
      request('create', id, signal, () => {
        const partCount = Math.max(1, Math.ceil(size / PART_SIZE))
        const key = `${id}/${name}`
        const isNew = !remotes.has(id)
        if (isNew) {
          const fresh = {
            state: 'open' as const,
            object: null,
            unhashedParts: 0,
            listedAt: 0,
            isLate: false,
          }
          const parts = { parts: new Map(), unchecked: new Set<number>() }
          remotes.set(id, { ...fresh, ...parts, key, partCount, size })
        }
        const token = String(expiry())
        return { token, key, partSize: PART_SIZE, partCount, checksum: 'crc64nvme', isNew }
      }),
    sign: ({ remoteId, token }, parts, signal) =>
      request('sign', remoteId, signal, () => {
        checkToken(token)
        const expires = expiry()
        return {
          parts: parts.map(({ number, checksum, host }) => ({
            number,
            url: `${hosts.urlFor(host)}${remoteId}#${number}`,
            headers: { checksum: checksum ?? '', expires: String(expires) },
          })),
          expiresInSeconds: (expires - clock.trueTime()) / 1000,
          ...hosts.named,
        }
      }),
    list: ({ remoteId, token }, signal) =>
      request('list', remoteId, signal, () => {
        checkToken(token)
        const remote = open(remoteId)
        remote.listedAt = clock.trueTime()
        return {
          parts: inOrder(remote.parts).map(([number, bytes]) => ({
            number,
            size: bytes.length,
            etag: 'etag',
            checksum: crcOf(bytes),
          })),
        }
      }),
    discard: ({ remoteId, token }, signal) =>
      request('discard', remoteId, signal, () => {
        checkToken(token)
        const remote = remotes.get(remoteId)
        if (remote?.state === 'completed') throw new UploadError('part_exists', remoteId)
        if (remote && isWhole(remote)) remote.parts.clear()
      }),
    complete: ({ remoteId, token }, { checksum, unhashedParts }, signal) =>
      request('complete', remoteId, signal, () => {
        checkToken(token)
        return complete(remoteId, checksum, unhashedParts)
      }),
    abort: ({ remoteId, token }, signal) =>
      request('abort', remoteId, signal, () => {
        checkToken(token)
        removeUpload(remoteId)
      }),
  }

  function removeUpload(remoteId: string): void {
    const remote = remotes.get(remoteId)
    if (!remote || remote.state !== 'open') return
    remote.state = 'aborted'
    remote.parts.clear()
  }

  /** Somebody aborts an upload behind the engine's back, or takes away what was put. */
  function loseUpload(remoteId: string): void {
    const remote = remotes.get(remoteId)
    if (remote?.state !== 'open') return
    if (isWhole(remote)) remote.parts.clear()
    else removeUpload(remoteId)
  }

  function complete(remoteId: string, checksum: string | null, unhashedParts: number): Receipt {
    const remote = remotes.get(remoteId)
    if (!remote || (remote.state === 'aborted' && !isWhole(remote)))
      throw new UploadError('upload_gone', remoteId)
    if (remote.state !== 'completed') {
      if (remote.parts.size !== remote.partCount) throw new UploadError('parts_missing', remoteId)
      const object = Buffer.concat(inOrder(remote.parts).map(([, bytes]) => bytes))
      if (crcOf(object) !== checksum) throw new UploadError('object_mismatch', remoteId)
      const unproved = [...remote.unchecked].filter(
        (number) => !hashed.has(hashedKey(remoteId, number, remote.parts.get(number))),
      )
      if (unproved.length > unhashedParts) overstated.push(remoteId)
      Object.assign(remote, { state: 'completed', object, unhashedParts })
    }
    return receiptOf(remoteId, remote, checksum)
  }

  const sendPart: SendPart = (part, blob, signal) => {
    const [, remoteId = '', number = ''] = /([^/]*)#(\d+)$/.exec(part.url) ?? []
    if (part.beginBefore <= clock.now()) sentInVain.push(part.url)
    // One that was begun before the browser's own Background Fetch brought the part goes on.
    if (store?.hasPart(remoteId, Number(number))) sentInVain.push(part.url)
    if (!signal.aborted) sends(remoteId, Number(number))
    return request('send', remoteId, signal, () => {
      hosts.check(part.url)
      const remote = open(remoteId)
      const expires = part.headers['expires'] ?? ''
      if (Number(expires) < clock.trueTime()) {
        if (!signal.aborted && expired.has(part)) sentInVain.push(part.url)
        expired.add(part)
        throw new UploadError('url_expired', part.url)
      }
      const content = Uint8Array.from(slices.get(blob)?.bytes ?? [])
      if (tape.choose(12) === 1 && content[0] !== undefined) content[0] ^= 1
      if (crcOf(content) !== part.checksum) throw new UploadError('checksum_mismatch', part.url)
      // If-None-Match: nothing is overwritten.
      if (isWhole(remote) && remote.parts.has(1)) throw new UploadError('part_exists', part.url)
      if (remote.state === 'aborted') remote.isLate = true
      remote.parts.set(Number(number), content)
      remote.unchecked.delete(Number(number))
    })
  }

  const files: Files = {
    async slice({ id, remoteId }, start, end) {
      const bytes = contents.get(id)?.slice(start, end)
      const problem = bytes ? unreadable.get(id) : 'file_gone'
      if (problem || !bytes) throw new UploadError(problem ?? 'file_gone', id)
      const blob = new Blob()
      slices.set(blob, { id, remoteId, number: start / PART_SIZE + 1, bytes })
      return blob
    },
  }

  const hashBytes: HashBytes = async (_algorithm, blob, signal) => {
    const slice = slices.get(blob)
    if (!slice) throw new Error('a slice of no file')
    const { id, remoteId, number, bytes } = slice
    const one = { kind: 'hash' as const, id, signal }
    underWay.add(one)
    await clock.sleep(tape.choose(20))
    underWay.delete(one)
    signal.throwIfAborted()
    const fault = tape.choose(15)
    if (fault === 2) throw new UploadError('file_unreadable', id)
    const content = Uint8Array.from(bytes)
    if (fault === 1 && content[0] !== undefined) content[0] ^= 2
    hashed.add(hashedKey(remoteId, number, content))
    return crcOf(content)
  }

  return {
    api,
    sendPart,
    files,
    hashBytes,
    probeHost: hosts.probeHost,
    conditions: hosts.conditions,
    speedLimit: ((now, isShared) => speedLimit(now, isShared)) satisfies SpeedLimit,
    /** How fast may be sent, bytes a second by the browser's clock; without a limit at the start. */
    limitTo(limitAt: typeof speedLimit) {
      speedLimit = limitAt
    },
    hosts,
    remotes,
    /** How many requests of each kind were made. */
    asked,
    /** Sent though its arrival had been noted, or by a URL that had run out. */
    sentInVain,
    /** Completed with more parts unproved by the browser than it said. */
    overstated,
    underWay,
    /** The uploads, by their ids at the API, that could not be cleared away: the API refused it for good. */
    refused,
    /** Why a file can't be read at present, by the upload's id in the browser. */
    unreadable,
    loseUpload,
    /** A part that had arrived is there no longer. */
    losePart(remoteId: string) {
      const remote = remotes.get(remoteId)
      if (remote?.state === 'open') remote.parts.delete(1 + tape.choose(remote.partCount))
    },
    watch(memory: MemoryStore, heard: typeof sends) {
      store = memory
      sends = heard
    },
  }
}

function hashedKey(remoteId: string, number: number, bytes: Uint8Array = new Uint8Array()): string {
  return `${remoteId}#${number}#${crcOf(bytes)}`
}
