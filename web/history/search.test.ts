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

test('only what ended that way is found', () => {
  expect(namesOf('', 'failed')).toEqual(['نظرة.mp4'])
  expect(namesOf('plain', 'failed')).toEqual([])
})
