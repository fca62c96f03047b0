/** What the API answers an admin, with something of everything. */
import type {
  IssuedLinksPage,
  ListedReceipt,
  ReceiptsPage,
  ShownLink,
  TotalsAnswer,
  UploadsPage,
} from '../../shared/admin.ts'
import type { DoctorAnswer } from '../../shared/doctor.ts'
import type { ClientConfig, IdentityAnswer } from '../../shared/wire.ts'
import type { StatusAnswer } from './site.ts'
import { idOf, RECEIPT } from './views.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const FOLDER = 'in/for-ann/2026/11/25/abcdefghijklmnopqrstuvwxyz234567'

export const good = (body: unknown): StatusAnswer => ({ status: 200, body })
export const refused = (status: number, code: string, message = ''): StatusAnswer => ({
  status,
  body: { code, message, retryable: false },
})
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
const dayAgo = (days: number) => ago(days * DAY).slice(0, 10)

export const ADMIN: IdentityAnswer = {
  kind: 'link',
  admin: true,
  note: '',
  expiresInSeconds: 86_400,
  maxFileSize: 5_000_000_000,
  filesLeft: null,
  bytesLeft: null,
}

const CONFIG: ClientConfig = {
  version: '0.1.0',
  maxFileSize: 5_000_000_000,
  checksum: 'crc64nvme',
  partRoute: true,
  signIn: ['links'],
}

export const UPLOADS: UploadsPage = {
  uploads: [
    {
      key: `${FOLDER}/left behind.mov`,
      uploadId: 'old-1',
      createdAt: ago(30 * DAY),
      abandoned: true,
      size: null,
      person: null,
    },
    {
      key: `${FOLDER}/${'a-very-long-name-without-a-break-'.repeat(5)}.tar`,
      uploadId: 'old-2',
      createdAt: ago(9 * DAY),
      abandoned: true,
      size: 90_000_000_000,
      person: `link:${idOf(7)}`,
    },
    {
      key: `${FOLDER}/Überblick – 概要 – نظرة.mp4`,
      uploadId: 'new-1',
      createdAt: ago(2 * HOUR),
      abandoned: false,
      size: 4_000_000_000,
      person: 'account:9f86d081884c7d659a2feaa0c55ad015',
    },
    {
      key: `${FOLDER}/fresh.iso`,
      uploadId: 'new-2',
      createdAt: ago(20_000),
      abandoned: false,
      size: 5_000_000,
      person: '',
    },
  ],
  linkNames: { [idOf(7)]: 'Ann, rough cut' },
  next: { key: 'z', uploadId: 'z' },
  resumableSeconds: 7 * 86_400,
}

export function receiptsOf(count: number, change: Partial<ReceiptsPage> = {}): ReceiptsPage {
  const people = ['', `link:${idOf(7)}`, 'account:9f86d081884c7d659a2feaa0c55ad015']
  const receipts = Array.from({ length: count }, (_, index): ListedReceipt => ({
    key: `${FOLDER}/${index === 1 ? `${'long-name-'.repeat(12)}.mov` : `take ${index + 1}.mov`}`,
    size: Math.round(4_000_000_000 / (index + 1)),
    verifiedAt: ago(index * 5 * HOUR),
    person: people[index % 3] ?? '',
    disproved: index === 2,
    differs: index === 3,
  }))
  return {
    linkNames: { [idOf(7)]: 'Ann, rough cut' },
    receipts,
    next: null,
    searchedTo: null,
    older: false,
    ...change,
  }
}

const link = (number: number, change: Partial<ShownLink>): ShownLink => ({
  id: idOf(number),
  label: `Link ${number}`,
  note: '',
  prefix: '',
  maxFileSize: null,
  maxFiles: null,
  maxBytes: null,
  admin: false,
  madeAt: ago(number * DAY),
  expiresAt: ago(-7 * DAY),
  revoked: false,
  expired: false,
  used: null,
  ...change,
})

export const LINKS: IssuedLinksPage = {
  links: [
    link(1, {
      label: 'Ann, rough cut',
      note: 'The film, please, and the sound as well.',
      prefix: 'for-ann/',
      maxFiles: 10,
      maxBytes: 500_000_000_000,
      maxFileSize: 100_000_000_000,
      used: { files: 3, bytes: 120_000_000_000 },
    }),
    link(2, { label: '', note: '' }),
    link(3, { label: 'For the office', admin: true }),
    link(4, { label: 'Last month', expired: true, expiresAt: ago(3 * DAY) }),
    link(6, { label: 'Sent all', maxFiles: 3, used: { files: 3, bytes: 5_000_000 } }),
    link(5, { label: 'Sent to the wrong person', revoked: true }),
  ],
  next: null,
}

export const TOTALS: TotalsAnswer = {
  verified: Array.from({ length: 28 }, (_, index) => ({
    day: dayAgo(index),
    count: 12 + ((index * 7) % 31),
    bytes: (30 + ((index * 37) % 90)) * 1_000_000_000,
    parts: 4000,
  })).filter((_, index) => index % 7 !== 4),
  failed: [2, 3, 9, 15].map((days) => ({ day: dayAgo(days), count: 4, bytes: 0, parts: 4 })),
  all: { count: 100_000, bytes: 42_000_000_000_000, parts: 2_600_000 },
  complete: true,
  estimate: {
    prices: {
      currency: 'USD',
      storagePerGbMonth: 0.023,
      per1000Requests: 0.005,
      transferPerGb: 0,
    },
    storageMonth: 899.67,
    requests: 0.52,
    requestCount: 103_000,
    transfer: 0,
  },
}

export const FINDINGS: DoctorAnswer = {
  findings: [
    { check: 'Credentials', level: 'ok', code: '', saw: 'There are some.', change: '' },
    {
      check: 'Clock',
      level: 'ok',
      code: '',
      saw: 'It differs from the store’s by 0 s.',
      change: '',
    },
    {
      check: 'CORS: what pages may send',
      level: 'failure',
      code: 'cors_origin',
      saw: 'The store does not let a page of https://files.example.com send a PUT.',
      change: 'Add a CORS rule that allows PUT from https://files.example.com with any header.',
    },
    {
      check: 'Lifecycle: incomplete uploads',
      level: 'warning',
      code: 'lifecycle_missing',
      saw: 'Nothing clears away uploads that nobody finishes.',
      change: 'Add a rule that aborts incomplete uploads after 8 days.',
    },
  ],
}

/** All routes of an admin who is signed in. */
export const ANSWERS: Readonly<Record<string, StatusAnswer>> = {
  'GET /api/identity': good(ADMIN),
  'GET /api/config': good(CONFIG),
  'POST /api/admin/uploads': good(UPLOADS),
  'POST /api/admin/uploads/parts': good({ parts: 12, bytes: 201_326_592, lastAt: ago(4 * HOUR) }),
  'POST /api/admin/uploads/abort': good({ aborted: 2, failed: [], completed: [] }),
  'POST /api/admin/receipts': good(receiptsOf(9, { older: true })),
  'POST /api/admin/receipts/one': good(RECEIPT),
  'POST /api/admin/receipts/older': good({ looked: 120, added: 3, next: null }),
  'GET /api/admin/totals': good(TOTALS),
  'GET /api/links': good(LINKS),
  'POST /api/links': good({ id: idOf(9), token: 'made.by.admin', expiresAt: 2_000_000_000 }),
  [`DELETE /api/links/${idOf(1)}`]: { status: 204, body: undefined },
  'POST /api/doctor': good(FINDINGS),
}
