import type { UploadView } from '../../shared/messages.ts'

/** An upload of 100 bytes that waits, for tests of what is counted and found. */
export function testUpload(changes: Partial<UploadView> = {}): UploadView {
  return {
    id: 'id',
    name: 'a.bin',
    path: '',
    size: 100,
    lastModified: 1,
    state: 'waiting',
    sent: 0,
    inFlight: 0,
    problem: null,
    retryAt: null,
    proof: null,
    offline: false,
    handedOver: false,
    watchable: false,
    addedAt: 1,
    ...changes,
  }
}
