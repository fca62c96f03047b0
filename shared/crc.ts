/** Combining the CRCs of consecutive pieces into the CRC of the whole, without reading a byte. */

/** A reflected CRC with all bits set at the start and inverted at the end. */
export interface CrcKind {
  /** Bits: 32 or 64. */
  readonly width: number
  /** The polynomial with its bits reversed, without the highest term. */
  readonly polynomial: bigint
}

/** Parameters: "Catalogue of parametrised CRC algorithms", CRC-64/NVME. */
export const CRC64_NVME: CrcKind = { width: 64, polynomial: 0x9a6c9329ac4bc9b5n }
/** Parameters: the same catalogue, CRC-32/ISO-HDLC. */
export const CRC32: CrcKind = { width: 32, polynomial: 0xedb88320n }
/** Parameters: the same catalogue, CRC-32/ISCSI. */
export const CRC32C: CrcKind = { width: 32, polynomial: 0x82f63b78n }

/** The CRC of `length` bytes. */
export interface CrcPiece {
  readonly crc: bigint
  readonly length: number
}

/**
 * The CRC of the bytes of all pieces in their order; of no piece, the CRC of no bytes (0).
 *
 * Appending n bytes to a piece multiplies its CRC by x^8n modulo the polynomial; the inversions
 * at start and end cancel out.
 */
export function combineCrcs(kind: CrcKind, pieces: Iterable<CrcPiece>): bigint {
  const shifts = new Map<number, bigint>()
  let whole = 0n
  for (const { crc, length } of pieces) {
    let shift = shifts.get(length)
    if (shift === undefined) {
      shift = powerOfX(kind, length * 8)
      shifts.set(length, shift)
    }
    whole = multiply(kind, whole, shift) ^ crc
  }
  return whole
}

/** x^exponent modulo the polynomial, by repeated squaring. */
function powerOfX(kind: CrcKind, exponent: number): bigint {
  let result = 1n << BigInt(kind.width - 1)
  let base = result >> 1n
  for (let bits = BigInt(exponent); bits > 0n; bits >>= 1n) {
    if (bits & 1n) result = multiply(kind, result, base)
    base = multiply(kind, base, base)
  }
  return result
}

/** The product of two polynomials over GF(2), reflected: the highest bit is the term x^0. */
function multiply({ width, polynomial }: CrcKind, a: bigint, b: bigint): bigint {
  let product = 0n
  let term = b
  for (let bit = 1n << BigInt(width - 1); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= term
    term = term & 1n ? (term >> 1n) ^ polynomial : term >> 1n
  }
  return product
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** A CRC as S3 writes it: its bytes, the highest first, in base64. */
export function crcToBase64({ width }: CrcKind, crc: bigint): string {
  const padding = (3 - ((width / 8) % 3)) % 3
  let rest = crc << BigInt(padding * 8)
  let text = ''
  for (let digits = ((width / 8 + padding) / 3) * 4; digits > 0; digits--) {
    text = ALPHABET.charAt(Number(rest & 63n)) + text
    rest >>= 6n
  }
  return text.slice(0, text.length - padding) + '='.repeat(padding)
}

/**
 * Reads what {@link crcToBase64} writes.
 *
 * @throws RangeError when the text is not the base64 of that many bits
 */
export function crcFromBase64({ width }: CrcKind, text: string): bigint {
  const padding = (3 - ((width / 8) % 3)) % 3
  const digits = ((width / 8 + padding) / 3) * 4 - padding
  if (text.length !== digits + padding || !text.endsWith('='.repeat(padding))) {
    throw new RangeError(`not the base64 of ${width} bits`)
  }
  let value = 0n
  for (const character of text.slice(0, digits)) {
    const digit = ALPHABET.indexOf(character)
    if (digit < 0) throw new RangeError(`not the base64 of ${width} bits`)
    value = (value << 6n) | BigInt(digit)
  }
  const spare = BigInt(digits * 6 - width)
  if (value & ((1n << spare) - 1n)) throw new RangeError(`not the base64 of ${width} bits`)
  return value >> spare
}
