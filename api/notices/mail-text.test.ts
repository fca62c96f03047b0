import { describe, expect, it } from 'vitest'
import type { Receipt } from '../../shared/receipt.ts'
import type { NotedUpload } from '../uploads/notes.ts'
import { describeNotice } from './mail-text.ts'
import { createNotice, type End } from './notice.ts'

const UPLOAD: NotedUpload = {
  id: '0199a0f0-0000-7000-8000-000000000001',
  key: 'in/2026/film.mov',
  name: 'film.mov',
  path: 'day 1',
  size: 5,
  sub: 'link:1',
}

const DISPROVED: Receipt = {
  version: 1,
  id: UPLOAD.id,
  key: UPLOAD.key,
  name: UPLOAD.name,
  path: UPLOAD.path,
  size: UPLOAD.size,
  bucket: 'evidence',
  partSize: 5,
  partCount: 1,
  etag: 'e',
  checksum: { algorithm: 'crc64nvme', value: 'rosUhgp5mIg=', proof: 'object-checksum' },
  disproved: { at: '2026-11-26T08:00:00.000Z', crc64nvme: 'AAAAAAAAAAA=' },
  createdAt: '2026-11-25T08:00:00.000Z',
  completedAt: '2026-11-25T09:00:00.000Z',
}

function mailOf(end: End, details: Parameters<typeof createNotice>[2] = [], upload = UPLOAD) {
  return describeNotice(createNotice(upload, 'evidence', details, end, 0))
}

describe('the text of a mail', () => {
  it('has what was entered about the file, each in a line of its own', () => {
    const { text } = mailOf({ kind: 'failed', code: 'upload_gone' }, [
      { name: 'case', label: 'Case number', value: 'K-17' },
      { name: 'kind', label: 'Kind', value: 'disk', chosen: 'A disk image' },
      { name: 'pages', label: 'Pages', value: 12 },
      { name: 'sealed', label: 'Sealed', value: true },
    ])
    expect(text.split('\n\n').at(-1)).toBe(
      [
        'As it was entered by whoever sent it:',
        '  Case number: "K-17"',
        '  Kind: "disk" (A disk image)',
        '  Pages: 12',
        '  Sealed: true',
        '',
      ].join('\n'),
    )
  })

  it('lets nothing from outside begin a line or a header', () => {
    const hostile = 'a\r\nBcc: all@example.com\u2028Reason: none\u202e'
    const upload = { ...UPLOAD, name: hostile, path: hostile, key: hostile }
    const details = [{ name: 'case', label: hostile, value: hostile, chosen: hostile }]
    const plain = mailOf({ kind: 'aborted', byAdmin: true }, [
      { name: 'case', label: 'a', value: 'a', chosen: 'a' },
    ])
    const { subject, text } = mailOf({ kind: 'aborted', byAdmin: true }, details, upload)
    expect(subject).toMatch(/^Cancelled: a/)
    expect(subject).not.toMatch(/[\r\n\u2028\u202e]/)
    expect(text).not.toMatch(/[\r\u2028\u202e]/)
    const beginnings = (lines: string) => lines.split('\n').map((line) => line.slice(0, 3))
    expect(beginnings(text)).toEqual(beginnings(plain.text))
  })

  it('does not say of a file that is in the bucket that it did not arrive', () => {
    const end = { kind: 'failed', code: 'file_changed' } as const
    expect(mailOf(end).text).toMatch(/^A file did not arrive\.\n/)
    const { subject, text } = mailOf({ ...end, receipt: DISPROVED })
    expect(subject).toBe('Found to differ: film.mov')
    expect(text).not.toContain('did not arrive')
    expect(text).toMatch(
      /^A file that arrived is not what was to be sent; it was left in the bucket\.\n/,
    )
    expect(text).toMatch(/^Checksum: +crc64nvme rosUhgp5mIg=$/m)
    expect(text).toMatch(
      /^Disproved: 2026-11-26T08:00:00\.000Z, the file then had crc64nvme AAAAAAAAAAA=$/m,
    )
    expect(text).toContain('\nThe signed receipt is attached.\n')
  })

  it('says why in words, and the code behind them', () => {
    expect(mailOf({ kind: 'aborted', byAdmin: true }).text).toMatch(
      /^Reason: +an admin aborted it \(aborted_by_admin\)$/m,
    )
    expect(mailOf({ kind: 'failed', code: 'network' }).text).toMatch(/^Reason: +network$/m)
  })
})
