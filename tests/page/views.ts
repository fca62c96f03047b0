import { ERROR_CODES } from '../../shared/errors.ts'
import { UPLOAD_STATES, type UploadView } from '../../shared/messages.ts'
import type { UploadDetail } from '../../shared/upload-detail.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { UploadStatus } from '../../shared/upload-status.ts'

/** An id of its own for each number: the tests' uploads are told apart by it. */
export function idOf(number: number): string {
  return `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

export function viewOf(number: number, changes: Partial<UploadView> = {}): UploadView {
  return {
    id: idOf(number),
    name: `file ${number}.bin`,
    path: '',
    size: 4_000_000_000,
    lastModified: 1_700_000_000_000,
    state: 'waiting',
    sent: 0,
    inFlight: 0,
    problem: null,
    retryAt: null,
    offline: false,
    handedOver: false,
    watchable: false,
    addedAt: 1_700_000_000_000,
    proof: null,
    ...changes,
  }
}

/** One upload in each state, and beside them those that wait for something. */
export function viewsOfAllStates(): UploadView[] {
  const states = UPLOAD_STATES.map((state, index) =>
    viewOf(index, {
      name: `${index + 1} ${state}.mov`,
      state,
      watchable: !['waiting', 'failed', 'cancelled', 'disproved'].includes(state),
      ...bytesIn(state),
    }),
  )
  const waiting: Partial<UploadView>[] = [
    {
      name: 'Überblick – 概要 – نظرة.mp4',
      path: 'Aufnahmen/2024/Zürich',
      problem: 'file_permission',
    },
    { name: 'second.mp4', problem: 'file_permission', sent: 2_000_000_000 },
    { name: 'gone.iso', problem: 'file_gone', sent: 800_000_000 },
    { name: 'busy.iso', problem: 'slow_down', retryAt: Date.now() + 3_600_000 },
    { name: 'offline.iso', offline: true, problem: 'network' },
    { name: `${'a-very-long-name-without-a-break-'.repeat(6)}.tar`, size: 0 },
    { name: 'full.iso', problem: 'storage' },
  ]
  return [...states, ...waiting.map((changes, index) => viewOf(100 + index, changes))]
}

function bytesIn(state: UploadView['state']): Partial<UploadView> {
  if (state === 'uploading') return { sent: 1_610_612_736, inFlight: 402_653_184 }
  if (state === 'paused') return { sent: 1_000_000_000 }
  if (state === 'finishing' || state === 'verified' || state === 'disproved')
    return { sent: 4_000_000_000 }
  return state === 'failed' ? { sent: 300_000_000, problem: 'object_mismatch' } : {}
}

/** One failed upload for each code. */
export function viewsOfAllFailures(): UploadView[] {
  return ERROR_CODES.map((problem, index) =>
    viewOf(index, { name: `${problem}.bin`, state: 'failed', problem }),
  )
}

/** How an upload is going, as the API tells another device. */
export function statusOf(changes: Partial<UploadStatus> = {}): UploadStatus {
  return {
    state: 'sending',
    name: 'Überblick – 概要.mov',
    path: 'Aufnahmen/2024/Zürich',
    size: 4_000_000_000,
    sent: 1_610_612_736,
    parts: 96,
    partCount: 239,
    receipt: null,
    updatedAt: '2024-05-17T08:32:00.000Z',
    unchangedForSeconds: 4,
    nextInSeconds: 3,
    ...changes,
  }
}

export const RECEIPT: Receipt = {
  version: 1,
  id: idOf(4),
  bucket: 'uploads',
  key: 'incoming/2024/05/17/01HXYZ0123456789ABCDEFGHJK/Aufnahmen-2024-Zürich.mov',
  name: '5 verified.mov',
  path: 'Aufnahmen/2024',
  size: 4_000_000_000,
  partSize: 16_777_216,
  partCount: 239,
  etag: '9b2cf535f27731c974343645a3985328-239',
  checksum: { algorithm: 'crc64nvme', value: 'AAECAwQFBgc=', proof: 'object-checksum' },
  createdAt: '2024-05-17T08:30:00.000Z',
  completedAt: '2024-05-17T08:34:12.000Z',
}

/** An upload of 10,000 parts from near, with something of everything. */
export function detailOf(changes: Partial<UploadDetail> = {}): UploadDetail {
  const [first, second] = ['s3', 's3.dualstack'].map(
    (name) => `https://bucket.${name}.eu-central-1.amazonaws.com`,
  )
  const sending = { stage: 'sending', host: first, failures: 0 } as const
  const none = { code: null, part: null }
  const at = Date.parse('2024-05-17T08:30:00Z')
  return {
    plan: { partSize: 104_857_600, partCount: 10_000 },
    missing: [
      [3800, 3804],
      [3810, 10_000],
    ],
    parts: [
      { number: 3800, ...sending, failures: 2 },
      ...[3801, 3802, 3803, 3810].map((number) => ({ number, ...sending })),
      { number: 3811, stage: 'signed', failures: 0 },
      { number: 3812, stage: 'hashing', failures: 0 },
    ],
    here: [
      [3800, 3804],
      [3810, 9000],
      [9601, 10_000],
    ],
    lanes: 12,
    hosts: [
      { origin: first ?? '', state: 'open', rate: 3400 },
      { origin: second ?? '', state: 'aside', rate: null },
    ],
    notes: [
      { type: 'created', times: 1, at, ...none },
      {
        type: 'failed',
        times: 7,
        at: at + 60_000,
        code: 'network',
        part: 3800,
      },
      { type: 'pause', times: 1, at: at + 86_400_000, ...none },
    ],
    ...changes,
  }
}
