import { describe, expect, it } from 'vitest'
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

  it('says why in words, and the code behind them', () => {
    expect(mailOf({ kind: 'aborted', byAdmin: true }).text).toMatch(
      /^Reason: +an admin aborted it \(aborted_by_admin\)$/m,
    )
    expect(mailOf({ kind: 'failed', code: 'network' }).text).toMatch(/^Reason: +network$/m)
  })
})
