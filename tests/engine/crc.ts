import { CRC64_NVME, crcToBase64 } from '../../shared/crc.ts'

const ALL_BITS = (1n << 64n) - 1n

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let crc = BigInt(byte)
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ CRC64_NVME.polynomial : crc >> 1n
  return crc
})

/** The CRC64NVME of a few bytes, by a table of its own: no other code has a part in it. */
export function crcOf(bytes: Uint8Array): string {
  let crc = ALL_BITS
  for (const byte of bytes) crc = (TABLE[Number(crc & 255n) ^ byte] ?? 0n) ^ (crc >> 8n)
  return crcToBase64(CRC64_NVME, crc ^ ALL_BITS)
}
