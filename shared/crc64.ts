import { CRC64_NVME, crcToBase64 } from './crc.ts'
import {
  BYTES_AT,
  createModule,
  createTables,
  MOST_BYTES,
  STATE_AT,
  TABLES_AT,
} from './crc64-code.ts'

/** Computes the CRC-64/NVME of bytes as they come. */
export interface Crc64 {
  /** Begins anew. */
  init(): void
  update(bytes: Uint8Array): void
  /** The CRC of all bytes since the beginning, as S3 writes it: base64. More may come behind. */
  digest(): string
  /** What {@link Crc64.load} goes on from: 8 bytes. */
  save(): Uint8Array<ArrayBuffer>
  /** @throws RangeError where it can't be a state of this kind */
  load(state: Uint8Array): void
}

const BYTES_OF_STATE = 8
/** All bits set. */
const START = 0xffff_ffff_ffff_ffffn

let tables: BigUint64Array | null = null
let compiled: Promise<WebAssembly.Module> | null = null

/**
 * One that holds 192 kB of its own.
 *
 * @throws Error where WebAssembly may not be compiled (a policy without `'wasm-unsafe-eval'`)
 */
export async function createCrc64(): Promise<Crc64> {
  compiled ??= WebAssembly.compile(createModule())
  tables ??= createTables()
  const { exports } = await WebAssembly.instantiate(await compiled)
  const { memory, update } = exports
  if (!(memory instanceof WebAssembly.Memory) || typeof update !== 'function') {
    throw new TypeError('the module lacks an export')
  }
  new BigUint64Array(memory.buffer, TABLES_AT, tables.length).set(tables)
  const state = new DataView(memory.buffer, STATE_AT, BYTES_OF_STATE)
  const room = new Uint8Array(memory.buffer, BYTES_AT, MOST_BYTES)
  const init = () => state.setBigUint64(0, START, true)
  init()
  return {
    init,
    update(bytes) {
      for (let at = 0; at < bytes.length; at += MOST_BYTES) {
        const some = bytes.subarray(at, at + MOST_BYTES)
        room.set(some)
        update(some.length)
      }
    },
    digest: () => crcToBase64(CRC64_NVME, state.getBigUint64(0, true) ^ START),
    save: () => Uint8Array.from(new Uint8Array(memory.buffer, STATE_AT, BYTES_OF_STATE)),
    load(saved) {
      if (saved.length !== BYTES_OF_STATE) throw new RangeError('it is the state of something else')
      new Uint8Array(memory.buffer, STATE_AT, BYTES_OF_STATE).set(saved)
    },
  }
}
