/** Uploads and receipts for the tests of the history and of what support is told. */
import type { UploadView } from '../../shared/messages.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { testUpload } from '../uploads/testing.ts'

export function testView(number: number, changes: Partial<UploadView> = {}): UploadView {
  return testUpload({
    id: `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`,
    name: `file ${number}`,
    path: 'folder',
    size: 6000,
    state: 'uploading',
    sent: 1000,
    addedAt: 5,
    ...changes,
  })
}

/** Of an upload of 6,000 bytes that took three seconds. */
export function testReceipt(id: string): Receipt {
  return {
    version: 1,
    id,
    bucket: 'b',
    key: 'k',
    name: 'n',
    path: '',
    size: 6000,
    partSize: 6000,
    partCount: 1,
    etag: 'e',
    checksum: { algorithm: 'crc64nvme', value: 'c', proof: 'object-checksum' },
    createdAt: '2026-01-01T00:00:00.000Z',
    completedAt: '2026-01-01T00:00:03.000Z',
  }
}
