import fc from 'fast-check'
import { createCRC64 } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import { CRC64_NVME, crcToBase64 } from './crc.ts'
import { createCrc64 } from './crc64.ts'
import { MOST_BYTES } from './crc64-code.ts'

const reference = await createCRC64(CRC64_NVME.polynomial.toString(16))
const crc = await createCrc64()

function expected(bytes: Uint8Array): string {
  return Buffer.from(reference.init().update(bytes).digest('hex'), 'hex').toString('base64')
}

function crcOf(...pieces: Uint8Array[]): string {
  crc.init()
  for (const piece of pieces) crc.update(piece)
  return crc.digest()
}

function some(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at++) bytes[at] = (at * 2_654_435_761) >>> 13
  return bytes
}

describe('CRC-64/NVME', () => {
  it('is the check value of the catalogue for "123456789"', () => {
    expect(crcOf(Buffer.from('123456789'))).toBe(crcToBase64(CRC64_NVME, 0xae8b14860a799888n))
  })

  it('is what another implementation computes, around the lengths at which its code takes turns', () => {
    const lengths = [...Array(150).keys()].flatMap((n) => [n, MOST_BYTES - 75 + n])
    for (const length of [...lengths, 2 * MOST_BYTES, 3 * MOST_BYTES + 1]) {
      const bytes = some(length)
      expect(crcOf(bytes), `${length} bytes`).toBe(expected(bytes))
    }
  })

  it('is the same wherever the bytes are cut, also where they begin in the middle of a buffer', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 }), (pieces) => {
        const whole = Buffer.concat(pieces)
        expect(crcOf(...pieces)).toBe(expected(whole))
        const inside = Buffer.concat([Buffer.from('before'), whole, Buffer.from('behind')])
        expect(crcOf(inside.subarray(6, 6 + whole.length))).toBe(expected(whole))
      }),
    )
  })

  it('leaves the bytes as they are', () => {
    const bytes = some(1000)
    crcOf(bytes)
    expect(bytes).toEqual(some(1000))
  })

  it('may be asked for on the way', () => {
    crc.init()
    crc.update(some(500))
    expect(crc.digest()).toBe(expected(some(500)))
    crc.update(some(500))
    expect(crc.digest()).toBe(expected(Buffer.concat([some(500), some(500)])))
  })
})

describe('a saved state', () => {
  it('is gone on from by another, and isn’t changed by what comes behind', async () => {
    crc.init()
    crc.update(some(777))
    const state = crc.save()
    crc.update(some(5))
    const other = await createCrc64()
    other.load(state)
    other.update(some(333))
    expect(other.digest()).toBe(expected(Buffer.concat([some(777), some(333)])))
  })

  it('of something else is refused', () => {
    expect(() => crc.load(new Uint8Array(reference.init().save()))).toThrow(RangeError)
  })
})
