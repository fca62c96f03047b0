import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLater as inArabic } from '../text/ar-later.ts'
import { words as arabic } from '../text/ar/words.ts'
import { createLater as inGerman } from '../text/de-later.ts'
import { words as german } from '../text/de/words.ts'
import { createLater as inEnglish } from '../text/en-later.ts'
import { words as english } from '../text/en/words.ts'
import { csvWordsIn } from './csv-words.ts'
import { csvOf } from './csv.ts'
import type { Entry } from './entry.ts'

const OBJECT = { bucket: 'b', key: 'k', algorithm: 'crc64nvme', checksum: 'c' } as const

const ENTRY: Entry = {
  version: 1,
  id: '01890000-0000-7000-8000-000000000001',
  name: 'film.mov',
  path: '',
  size: 5,
  sent: 5,
  outcome: 'verified',
  problem: null,
  proof: 'object-checksum',
  addedAt: Date.UTC(2026, 0, 2),
  endedAt: Date.UTC(2026, 0, 3),
  speed: 12.6,
  object: OBJECT,
}

const WORDS = csvWordsIn(inEnglish(english))

/**
 * Cells as a lenient spreadsheet splits them: a quote at a cell's beginning opens it, what follows the
 * closing one belongs to the cell until the next separator.
 */
function cellsOf(csv: string, separator: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < csv.length; at++) {
    const letter = csv[at] ?? ''
    if (isQuoted && letter === '"' && csv[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (isQuoted) {
      if (letter === '"') isQuoted = false
      else cell += letter
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator || letter === '\n' || letter === '\r') {
      cells.push(cell)
      cell = ''
    } else cell += letter
  }
  return [...cells, cell]
}

test('a line has what is known of an upload, as programs read it', () => {
  const [headings = '', line = '', end] = csvOf([ENTRY], WORDS).split('\r\n')
  expect(headings).toMatch(/^\ufeff"Outcome","Name","Folder","Size \(bytes\)",/)
  expect(line).toBe(
    '"Verified","film.mov","",5,5,"2026-01-02T00:00:00.000Z","2026-01-03T00:00:00.000Z",13,"","",' +
      '"Checksum of the whole","b","k","CRC64NVME","c","01890000-0000-7000-8000-000000000001","","","","",""',
  )
  expect(end).toBe('')
})

test('a line has the file’s hashes, and whether they are those that were entered', () => {
  const [md5, sha256] = ['0'.repeat(32), 'a'.repeat(64)]
  const hashes = { computedBy: 'browser', md5, sha256 } as const
  const lineWith = (value: string) => {
    const details = [{ name: 'hash', label: 'Hash', value, hash: 'md5' as const }]
    return csvOf([{ ...ENTRY, details, hashes }], WORDS).split('\r\n')[1]
  }
  expect(lineWith(md5)).toContain(`"${md5}","","${sha256}","Matches: the file has this hash."`)
  expect(lineWith('1'.repeat(32))).toMatch(/"Does not match: the file has another hash\."$/)
})

test.each([
  ['de', inGerman(german), 'Ausgang', 'Fehlgeschlagen', 'Größe (Bytes)'],
  ['ar', inArabic(arabic), 'النتيجة', 'فشل', 'الحجم (بايت)'],
])('headings and words are in the language, and figures as in any: %s', (_, later, ...said) => {
  const failed = { ...ENTRY, outcome: 'failed', problem: 'key_exists', proof: null } as const
  const csv = csvOf([failed], csvWordsIn(later))
  for (const words of [...said, later.problems.key_exists.what]) expect(csv).toContain(`"${words}"`)
  expect(csv).toContain('5,5,"2026-01-02T00:00:00.000Z","2026-01-03T00:00:00.000Z",13,')
  expect(csv).toContain('"key_exists"')
  const [headings, line] = csv.split('\r\n').map((row) => cellsOf(row, ','))
  expect(headings).toHaveLength(line?.length ?? 0)
  expect(headings).not.toContain('')
})

test('what is not to be relied on is not called verified', () => {
  const csv = csvOf([{ ...ENTRY, outcome: 'disproved' }], WORDS)
  expect(csv).toContain('\r\n"Does not match",')
  expect(csv).not.toContain('Verified')
})

test('a name with quotes, commas and line ends is one cell, and comes back as it was', () => {
  const name = 'a "b", c;\r\nd\te'
  expect(cellsOf(csvOf([{ ...ENTRY, name }], WORDS), ',')).toContain(name)
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\u0000=1', '＝1', '\u202e=1'])(
  'what a spreadsheet might run is made harmless: %j',
  (name) => {
    expect(csvOf([{ ...ENTRY, name }], WORDS)).toMatch(/^"Verified","[^=+\-@＝"]*'[=+\-@＝]/mu)
  },
)

test('a checksum equals the receipt’s also where it begins like a formula', () => {
  const checksum = '+7/gZMDWMB4='
  const csv = csvOf([{ ...ENTRY, object: { ...OBJECT, checksum } }], WORDS)
  expect(cellsOf(csv, ',')).toContain(checksum)
})

test('no cell begins a formula, however a program splits the lines', () => {
  const letters = ['=', '+', '-', '@', '"', "'", ',', ';', '\t', '\n', '\r', ' ', 'a', '＝']
  const name = fc.array(fc.constantFrom(...letters), { maxLength: 12 })
  fc.assert(
    fc.property(name, (parts) => {
      const csv = csvOf([{ ...ENTRY, name: parts.join(''), path: parts.join('') }], WORDS)
      const cells = [',', ';', '\t'].flatMap((separator) => cellsOf(csv, separator))
      expect(cells.filter((cell) => /^\s*[=+\-@＝]/.test(cell))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})
