import { expect, test } from 'vitest'
import { entryOf, type Entry, type Outcome } from './entry.ts'
import { entriesWanted } from './search.ts'
import { testView } from './testing.ts'

function entry(name: string, outcome: Outcome = 'verified', changes: Partial<Entry> = {}): Entry {
  const view = testView(1, { name, path: 'Aufnahmen/Zürich' })
  return { ...entryOf(view, outcome, null, undefined, 7), ...changes }
}

const object = { bucket: 'b', key: 'in/2026/key', algorithm: 'crc64nvme', checksum: null } as const
const details = [{ name: 'case', label: 'Case', value: 'K-17' }]
const ALL = [
  entry('Überblick e\u0301te\u0301.mov'),
  entry('نظرة.mp4', 'failed'),
  entry('plain.bin', 'cancelled'),
  entry('proved.bin', 'verified', { object, details }),
  entry('ΕΓΓΡΑΦΟΣ Maẞe.pdf'),
]
const [OVERVIEW = ''] = ALL.map(({ name }) => name)

const namesOf = (text: string, outcome: Outcome | 'all' = 'all') =>
  entriesWanted(ALL, { text, outcome }).map(({ name }) => name)

test.each([
  ['', ALL.map(({ name }) => name)],
  ['   ', ALL.map(({ name }) => name)],
  ['uberblick', [OVERVIEW]],
  ['ZÜRICH ÉTÉ', [OVERVIEW]],
  ['été', [OVERVIEW]],
  ['نظرة', ['نظرة.mp4']],
  ['in/2026/', ['proved.bin']],
  ['k-17 bin', ['proved.bin']],
  ['bin mov', []],
  ['ΕΓΓΡΑΦΟΣ', ['ΕΓΓΡΑΦΟΣ Maẞe.pdf']],
  ['έγγραφος', ['ΕΓΓΡΑΦΟΣ Maẞe.pdf']],
  ['εγγραφοσ maße.PDF', ['ΕΓΓΡΑΦΟΣ Maẞe.pdf']],
])('%j finds what has all of its words', (text, names) => {
  expect(namesOf(text)).toEqual(names)
})

test.each([
  ['Zürich 7', ['Straße Zürich 7.mov', 'Straße Zürich 17.mov']],
  // Of the day in the key, and of the id.
  ['26', []],
  ['018 0000', []],
  ['2026/05', ['Straße Zürich 7.mov', 'Straße Zürich 17.mov', 'Straße Zürich 8.mov']],
  [testView(8).id, ['Straße Zürich 8.mov']],
  // Of hashes, as they were computed and entered, and of the checksum.
  ['7d', []],
  ['7D7D7D7D', ['Straße Zürich 7.mov']],
  ['acquired', ['Straße Zürich 17.mov']],
  ['9e9e9e', ['Straße Zürich 17.mov']],
  ['rosUhgp5mIg=', ['Straße Zürich 8.mov']],
])('%j finds short words in names alone, and codes by more of their letters', (text, names) => {
  const entries = [7, 17, 8].map((number) => {
    const view = testView(number, { name: `Straße Zürich ${number}.mov`, path: '' })
    const key = `in/2026/05/17/${view.id}/file`
    const checksum = number === 8 ? 'rosUhgp5mIg=' : null
    const value = '9e'.repeat(16)
    const entered = { name: 'hash', label: 'Acquired', value, hash: 'md5' as const }
    return {
      ...entryOf(view, 'verified', null, number === 17 ? [entered] : undefined, 7),
      object: { ...object, key, checksum },
      ...(number === 7 && { hashes: { computedBy: 'browser' as const, sha256: '7d'.repeat(32) } }),
    }
  })
  expect(entriesWanted(entries, { text, outcome: 'all' }).map(({ name }) => name)).toEqual(names)
})

test('only what ended that way is found', () => {
  expect(namesOf('', 'failed')).toEqual(['نظرة.mp4'])
  expect(namesOf('plain', 'failed')).toEqual([])
})
