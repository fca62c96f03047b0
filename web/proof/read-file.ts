/** Reads a file once, from one end to the other, and hashes it as a whole. */
import { createMD5, createSHA1, createSHA256, type IHasher } from 'hash-wasm'
import { createCrc64 } from '../../shared/crc64.ts'
import type { FileHashes, HashKind } from '../../shared/hashes.ts'
import { MIB } from '../../shared/limits.ts'
import type { Checkpoint, Found, Order } from './order.ts'

/** Bytes that are read at once. */
const PIECE = 4 * MIB
/** Bytes after which it can go on from: so much is read again at most. */
export const CHECKPOINT_EVERY = 256 * MIB

/** What is computed of all of a file. */
type Kind = HashKind | 'crc64nvme'

interface Hasher {
  init(): void
  update(bytes: Uint8Array): void
  /** As it stands in a receipt. */
  digest(): string
  save(): Uint8Array
  /** @throws Error where it is a state of something else */
  load(state: Uint8Array): void
}

const MAKERS: Readonly<Record<Kind, () => Promise<Hasher>>> = {
  crc64nvme: createCrc64,
  md5: () => createHex(createMD5),
  sha1: () => createHex(createSHA1),
  sha256: () => createHex(createSHA256),
}

async function createHex(create: () => Promise<IHasher>): Promise<Hasher> {
  const hasher = await create()
  return {
    init: () => void hasher.init(),
    update: (bytes) => void hasher.update(bytes),
    digest: () => hasher.digest('hex'),
    save: () => hasher.save(),
    load: (state) => void hasher.load(state),
  }
}

/** What is told while a file is read. */
export interface Reading {
  /** @param at bytes that are read so far */
  progress(at: number): void
  checkpoint(checkpoint: Checkpoint): void
  /** Resolves when the next piece may be read. */
  mayGoOn?(): Promise<void>
}

/** @throws DOMException of the browser's, where the file can't be read or was changed */
export async function readFile(
  { file, kinds, from, partSize }: Order,
  reading: Reading,
): Promise<Found> {
  // Else it is among the sums of the parts.
  const all: readonly Kind[] = partSize === null ? [...kinds, 'crc64nvme'] : kinds
  const hashers = await Promise.all(
    all.map(async (kind) => ({ kind, hasher: await MAKERS[kind]() })),
  )
  const parts = partSize === null ? null : await createPartSums(partSize)
  let at = from && goOn(hashers, from) ? from.at : 0
  let next = at + CHECKPOINT_EVERY
  while (at < file.size) {
    await reading.mayGoOn?.()
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer())
    if (piece.length === 0) throw new DOMException('the file ends too soon', 'NotReadableError')
    for (const { hasher } of hashers) hasher.update(piece)
    parts?.update(piece)
    at += piece.length
    reading.progress(at)
    if (at < next || at >= file.size) continue
    next = at + CHECKPOINT_EVERY
    const states: Checkpoint['states'] = {}
    for (const { kind, hasher } of hashers) states[kind] = new Uint8Array(hasher.save())
    reading.checkpoint({ at, states })
  }
  const hashes: FileHashes = { computedBy: 'browser' }
  for (const { kind, hasher } of hashers) hashes[kind] = hasher.digest()
  return { hashes, parts: parts?.digest() ?? null }
}

type Hashers = readonly { readonly kind: Kind; readonly hasher: Hasher }[]

/** Whether all go on from there: a state may be of other kinds, or of another version. */
function goOn(hashers: Hashers, { states }: Checkpoint): boolean {
  try {
    for (const { kind, hasher } of hashers) {
      const state = states[kind]
      if (!state) throw new Error(`there is no state of ${kind}`)
      hasher.load(state)
    }
    return true
  } catch (error) {
    console.warn('the file is hashed from its beginning', error)
    for (const { hasher } of hashers) hasher.init()
    return false
  }
}

/** What stores state of an object: its CRC64NVME, and the MD5 of its parts' MD5s. */
async function createPartSums(partSize: number) {
  const [crc, part] = await Promise.all([createCrc64(), createMD5()])
  const sums: Uint8Array[] = []
  let left = partSize
  return {
    update(piece: Uint8Array): void {
      crc.update(piece)
      for (let at = 0; at < piece.length;) {
        if (left === 0) {
          sums.push(part.digest('binary'))
          part.init()
          left = partSize
        }
        const bytes = piece.subarray(at, at + left)
        part.update(bytes)
        at += bytes.length
        left -= bytes.length
      }
    },
    digest(): NonNullable<Found['parts']> {
      const crc64nvme = crc.digest()
      sums.push(part.digest('binary'))
      const [only] = sums
      const md5 = sums.length === 1 && only ? hexOf(only) : undefined
      part.init()
      for (const sum of sums) part.update(sum)
      return { crc64nvme, md5OfParts: `${part.digest('hex')}-${sums.length}`, md5 }
    },
  }
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
