/** An upload as the API and S3 have it. */
import type { Receipt } from '../../shared/receipt.ts'

export const PART_SIZE = 10

export interface RemoteFile {
  readonly key: string
  readonly partCount: number
  readonly size: number
  /** The bytes of the parts that have arrived. */
  readonly parts: Map<number, Uint8Array>
  /** Those of them that came without a checksum of the browser's. */
  readonly unchecked: Set<number>
  /** When its parts were listed last, true time in ms. */
  listedAt: number
  state: 'open' | 'aborted' | 'completed'
  /** Of a file of one part, which is put as a whole: whether it was after the upload had been cancelled. */
  isLate: boolean
  object: Uint8Array | null
  /** Parts of the object that the browser said it had not hashed. */
  unhashedParts: number
}

export function isWhole({ partCount }: RemoteFile): boolean {
  return partCount === 1
}

export function inOrder(parts: RemoteFile['parts']): [number, Uint8Array][] {
  return [...parts].sort(([a], [b]) => a - b)
}

export function receiptOf(id: string, remote: RemoteFile, checksum: string | null): Receipt {
  const time = new Date(0).toISOString()
  return {
    version: 1,
    id,
    bucket: 'bucket',
    key: remote.key,
    name: 'name',
    path: '',
    size: remote.size,
    partSize: PART_SIZE,
    partCount: remote.partCount,
    etag: 'etag',
    checksum: {
      algorithm: 'crc64nvme',
      value: checksum,
      proof: 'object-checksum',
      ...(remote.unhashedParts > 0 && { unhashedParts: remote.unhashedParts }),
    },
    createdAt: time,
    completedAt: time,
  }
}
