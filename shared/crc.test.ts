import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { createCRC32, createCRC64 } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import {
  combineCrcs,
  CRC32,
  CRC32C,
  CRC64_NVME,
  crcFromBase64,
  crcToBase64,
  type CrcKind,
} from './crc.ts'

const kinds: [string, CrcKind, Awaited<ReturnType<typeof createCRC32>>][] = [
  ['CRC-64/NVME', CRC64_NVME, await createCRC64(CRC64_NVME.polynomial.toString(16))],
  ['CRC-32', CRC32, await createCRC32()],
  ['CRC-32C', CRC32C, await createCRC32(Number(CRC32C.polynomial))],
]

describe.each(kinds)('%s', (name, kind, hasher) => {
  const crcOf = (bytes: Uint8Array): bigint =>
    BigInt(`0x${hasher.init().update(bytes).digest('hex')}`)

  it('is the check value of the catalogue for "123456789"', () => {
    const check = {
      'CRC-64/NVME': 0xae8b14860a799888n,
      'CRC-32': 0xcbf43926n,
      'CRC-32C': 0xe3069283n,
    }
    expect(crcOf(Buffer.from('123456789'))).toBe(check[name as keyof typeof check])
  })

  it('combines pieces to the CRC of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (pieces) => {
        const whole = combineCrcs(
          kind,
          pieces.map((bytes) => ({ crc: crcOf(bytes), length: bytes.length })),
        )
        expect(whole).toBe(crcOf(Buffer.concat(pieces)))
      }),
    )
  })

  it('is written in base64 as S3 writes it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << BigInt(kind.width)) - 1n }), (crc) => {
        const text = crcToBase64(kind, crc)
        const bytes = Buffer.from(crc.toString(16).padStart(kind.width / 4, '0'), 'hex')
        expect(text).toBe(bytes.toString('base64'))
        expect(crcFromBase64(kind, text)).toBe(crc)
      }),
    )
  })

  it('reads nothing but its own base64', () => {
    for (const text of ['', 'AAAA', '!!!!!!!!!!!=', '!!!!!!==', 'AAAAAAAAAAB=', 'AAAAAB==']) {
      expect(() => crcFromBase64(kind, text)).toThrow(RangeError)
    }
  })
})

describe('combineCrcs', () => {
  it('combines terabytes as quickly as bytes', () => {
    const gibibyte = 2 ** 30
    const zeros = Buffer.alloc(1 << 20)
    let crc = 0
    for (let n = 0; n < 1024; n++) crc = crc32(zeros, crc)
    const combined = combineCrcs(CRC32, [
      { crc: BigInt(crc32(zeros)), length: 1 << 20 },
      ...Array.from({ length: 1023 }, () => ({ crc: BigInt(crc32(zeros)), length: 1 << 20 })),
    ])
    expect(combined).toBe(BigInt(crc))
    expect(combineCrcs(CRC32, [{ crc: BigInt(crc), length: 1000 * gibibyte }])).toBe(BigInt(crc))
  })
})
