import { createCRC64, createMD5, type IHasher } from 'hash-wasm'
import { CRC64_NVME } from '../../../shared/crc.ts'
import { UploadError } from '../../../shared/errors.ts'
import type { HashBytes } from '../ports.ts'
import { readBytes } from './read-bytes.ts'

const CREATE = {
  crc64nvme: () => createCRC64(CRC64_NVME.polynomial.toString(16)),
  md5: () => createMD5(),
} as const

/**
 * Hashes slices as they are read; hashers are kept and used again.
 *
 * @param failed is told what kept one from being hashed
 */
export function createHasher(failed: (cause: unknown) => void = () => undefined): HashBytes {
  const idle = { crc64nvme: new Array<IHasher>(), md5: new Array<IHasher>() }
  return async (algorithm, bytes, signal) => {
    if (algorithm === 'none') return null
    let hasher: IHasher
    try {
      hasher = idle[algorithm].pop() ?? (await CREATE[algorithm]())
      hasher.init()
      await readBytes(bytes, signal, (chunk) => hasher.update(chunk))
    } catch (cause) {
      signal.throwIfAborted()
      failed(cause)
      throw new UploadError('file_unreadable', 'the file could not be read', { cause })
    }
    const digest = hasher.digest('binary')
    idle[algorithm].push(hasher)
    return btoa(String.fromCharCode(...digest))
  }
}
