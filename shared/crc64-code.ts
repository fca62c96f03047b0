/**
 * The WebAssembly that computes CRC-64/NVME. It is written here instruction by instruction, as the
 * loop is unrolled 24 times; numbers are those of the "WebAssembly Core Specification 2.0", chapter 5.
 *
 * It takes 24 bytes a turn as three words whose chains of table lookups don't wait for each other
 * ("braiding": Kadatch and Jenkins, "Everything we know about CRC but afraid to forget", 2007), each
 * by eight tables ("slicing": Kounavis and Berry, "A Systematic Approach to Building High Performance,
 * Software-based, CRC Generators", 2005).
 */
import { CRC64_NVME } from './crc.ts'

const BYTES_OF_WORD = 8
const WORDS = 3
const BLOCK = WORDS * BYTES_OF_WORD
const BYTES_OF_TABLE = 256 * BYTES_OF_WORD
const BYTES_OF_PAGE = 65_536

/** Where the state is, 8 bytes: all bits set at the start of a message, to be inverted at its end. */
export const STATE_AT = 0
/** Where the tables are to be. */
export const TABLES_AT = BYTES_OF_WORD
const SINGLE_AT = TABLES_AT + BYTES_OF_WORD * BYTES_OF_TABLE
/** Where the bytes are to be. */
export const BYTES_AT = 32_768
/** So many may be there at once: with tables, what a processor keeps near itself. */
export const MOST_BYTES = 3 * BYTES_OF_PAGE - BYTES_AT

/**
 * By how much a byte changes the state: eight tables for the bytes of a word that is taken with two
 * others, and one for a byte that is taken alone.
 */
export function createTables(): BigUint64Array {
  const tables = new BigUint64Array((BYTES_OF_WORD + 1) * 256)
  const single = tables.subarray(BYTES_OF_WORD * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1n ? (crc >> 1n) ^ CRC64_NVME.polynomial : crc >> 1n
    }
    single[byte] = crc
  }
  for (let byte = 0; byte < 256; byte++) {
    let crc = single[byte] ?? 0n
    // The last byte of a word has the bytes of two other words behind it, the first one seven more.
    for (let behind = 0; behind < BLOCK; behind++) {
      const place = BLOCK - 1 - behind
      if (place < BYTES_OF_WORD) tables[place * 256 + byte] = crc
      crc = (single[Number(crc & 255n)] ?? 0n) ^ (crc >> 8n)
    }
  }
  return tables
}

/** Bytes of code. */
type Code = readonly number[]

const I32 = 0x7f
const I64 = 0x7e
const NO_RESULT = 0x40
/** Of WebAssembly, in its first 32 bits after the name. */
const VERSION: Code = [1, 0, 0, 0]

const code = (...instructions: readonly Code[]): Code => instructions.flat()
const END: Code = [0x0b]
const block = (body: Code): Code => [0x02, NO_RESULT, ...body, ...END]
const loop = (body: Code): Code => [0x03, NO_RESULT, ...body, ...END]
const when = (body: Code): Code => [0x04, NO_RESULT, ...body, ...END]
/** @param depth of the block that is left, or of the loop that is begun again: 0 is the innermost */
const branch = (depth: number): Code => [0x0c, depth]
const branchIf = (depth: number): Code => [0x0d, depth]
const get = (local: number): Code => [0x20, local]
const set = (local: number): Code => [0x21, local]
const number32 = (value: number): Code => [0x41, ...signed(value)]
const number64 = (value: number): Code => [0x42, ...signed(value)]
const load64 = (offset: number): Code => [0x29, 3, ...unsigned(offset)]
const load8: Code = [0x31, 0, 0]
const store64 = (offset: number): Code => [0x37, 3, ...unsigned(offset)]
const IS_ABOVE: Code = [0x4b]
const IS_BELOW: Code = [0x49]
const ADD: Code = [0x6a]
const MULTIPLY: Code = [0x6c]
const AND: Code = [0x71]
const XOR: Code = [0x85]
const SHIFT_LEFT: Code = [0x86]
const SHIFT_RIGHT: Code = [0x88]
/** The lower half of 64 bits. */
const LOWER: Code = [0xa7]

/** LEB128, as all whole numbers are written. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)]
}

function signed(value: number): number[] {
  const isLast = value >= -64 && value < 64
  return isLast ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)]
}

const LENGTH = 0
const AT = 1
const UNTIL = 2
const WORD = 3
const CRC = 4

/** `update(length)`: takes so many bytes into the state. */
function createUpdate(): Code {
  return code(
    code(number32(BYTES_AT), set(AT)),
    code(number32(BYTES_AT), get(LENGTH), ADD, set(UNTIL)),
    code(number32(STATE_AT), load64(0), set(CRC)),
    code(get(LENGTH), number32(2 * BLOCK - 1), IS_ABOVE, when(takeBlocks())),
    takeBytes(),
    code(number32(STATE_AT), get(CRC), store64(0)),
    END,
  )
}

/** All blocks but the last: what they leave behind is added to that, which is taken byte by byte. */
function takeBlocks(): Code {
  const words = Array.from({ length: WORDS }, (_, word) => word)
  const isLast = code(get(AT), number32(2 * BLOCK), ADD, get(UNTIL), IS_ABOVE)
  const turn = code(
    code(isLast, branchIf(1)),
    words.flatMap(takeWord),
    code(get(AT), number32(BLOCK), ADD, set(AT), branch(0)),
  )
  const addTo = (word: number) => {
    const offset = word * BYTES_OF_WORD
    const sum = code(get(AT), load64(offset), get(CRC + word), XOR)
    return code(get(AT), sum, store64(offset))
  }
  return code(block(loop(turn)), words.flatMap(addTo), number64(0), set(CRC))
}

function takeWord(word: number): Code {
  const lookups = Array.from({ length: BYTES_OF_WORD }, (_, byte) => {
    // An entry has eight bytes: the index is the byte times eight.
    const shift =
      byte === 0 ? code(number64(3), SHIFT_LEFT) : code(number64(8 * byte - 3), SHIFT_RIGHT)
    const index = code(get(WORD), shift, LOWER, number32(255 * BYTES_OF_WORD), AND)
    const entry = code(index, load64(TABLES_AT + byte * BYTES_OF_TABLE))
    return byte === 0 ? entry : code(entry, XOR)
  })
  const bytes = code(get(AT), load64(word * BYTES_OF_WORD))
  return code(code(bytes, get(CRC + word), XOR, set(WORD)), lookups.flat(), set(CRC + word))
}

function takeBytes(): Code {
  const index = code(get(CRC), get(AT), load8, XOR, LOWER, number32(255), AND)
  const entry = code(index, number32(BYTES_OF_WORD), MULTIPLY, load64(SINGLE_AT))
  const take = code(
    code(entry, get(CRC), number64(8), SHIFT_RIGHT, XOR, set(CRC)),
    code(get(AT), number32(1), ADD, set(AT), branch(1)),
  )
  return loop(code(get(AT), get(UNTIL), IS_BELOW, when(take)))
}

/** A module that exports its `memory` and `update(length)`. */
export function createModule(): Uint8Array<ArrayBuffer> {
  const locals = list([
    [2, I32],
    [1 + WORDS, I64],
  ])
  const update = [...locals, ...createUpdate()]
  return Uint8Array.of(
    0,
    ...codesOf('asm'),
    ...VERSION,
    ...section(1, list([[0x60, ...list([[I32]]), ...list([])]])),
    ...section(3, list([[0]])),
    ...section(5, list([[0, (BYTES_AT + MOST_BYTES) / BYTES_OF_PAGE]])),
    ...section(
      7,
      list([
        [...name('memory'), 2, 0],
        [...name('update'), 0, 0],
      ]),
    ),
    ...section(10, list([[...unsigned(update.length), ...update]])),
  )
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content]
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()]
}

function name(text: string): Code {
  return [text.length, ...codesOf(text)]
}

function codesOf(text: string): Code {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
}
