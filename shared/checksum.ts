import { combineCrcs, CRC64_NVME, crcFromBase64, crcToBase64 } from './crc.ts'
import { partLength, type PartPlan } from './plan.ts'

/**
 * What proves a part on arrival, the best first. `crc64nvme`: S3's own checksum, of each part and
 * of the whole object. `md5`: Content-MD5 of each part, for stores without the former; the whole
 * is proved by an ETag made of the parts' MD5s. `none`: the store checks nothing.
 */
export const CHECKSUM_ALGORITHMS = ['crc64nvme', 'md5', 'none'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

/** The header that carries a part's checksum (base64) to the store, signed into its URL. */
export const CHECKSUM_HEADERS = {
  crc64nvme: 'x-amz-checksum-crc64nvme',
  md5: 'content-md5',
} as const

/**
 * The CRC64NVME of the whole object, base64, from its parts' (base64, in order of part number).
 *
 * @throws RangeError when there are not as many as the plan has parts, or one is malformed
 */
export function objectCrc64Nvme(plan: PartPlan, parts: readonly string[]): string {
  if (parts.length !== plan.partCount) {
    throw new RangeError(`${plan.partCount} checksums are needed, not ${parts.length}`)
  }
  const pieces = parts.map((text, index) => ({
    crc: crcFromBase64(CRC64_NVME, text),
    length: partLength(plan, index + 1),
  }))
  return crcToBase64(CRC64_NVME, combineCrcs(CRC64_NVME, pieces))
}
