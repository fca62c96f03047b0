import { createMD5 } from 'hash-wasm'
import { createCrc64 } from '../../../shared/crc64.ts'
import { UploadError } from '../../../shared/errors.ts'
import type { HashBytes } from '../ports.ts'
import { readBytes } from './read-bytes.ts'

interface Hasher {
  init(): void
  update(bytes: Uint8Array): void
  /** Base64. */
  digest(): string
}

const CREATE = { crc64nvme: createCrc64, md5: createMd5 } as const

async function createMd5(): Promise<Hasher> {
  const hasher = await createMD5()
  return {
    init: () => void hasher.init(),
    update: (bytes) => void hasher.update(bytes),
    digest: () => btoa(String.fromCharCode(...hasher.digest('binary'))),
  }
}

/**
 * Hashes slices as they are read; hashers are kept and used again.
 *
 * @param failed is told what kept one from being hashed
 */
export function createHasher(failed: (cause: unknown) => void = () => undefined): HashBytes {
  const idle = { crc64nvme: new Array<Hasher>(), md5: new Array<Hasher>() }
  return async (algorithm, bytes, signal, givesWay = false) => {
    if (algorithm === 'none') return null
    let hasher: Hasher
    try {
      hasher = idle[algorithm].pop() ?? (await CREATE[algorithm]())
      hasher.init()
      await readBytes(bytes, signal, (chunk) => hasher.update(chunk), givesWay)
    } catch (cause) {
      signal.throwIfAborted()
      failed(cause)
      throw new UploadError('file_unreadable', 'the file could not be read', { cause })
    }
    const digest = hasher.digest()
    idle[algorithm].push(hasher)
    return digest
  }
}
