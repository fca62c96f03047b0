import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { checkForm } from '../doctor/form.ts'
import { StartError } from '../start-error.ts'
import { flawOfPattern, matchInLinearTime } from './pattern.ts'

const EXAMPLE = join(import.meta.dirname, '../../docs/examples/forensic-case.json')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'longhaul-form-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const formAt = (path: string) => readConfig({ FORM_SCHEMA: path }).form
const withField = (field: object) =>
  JSON.stringify({ type: 'object', properties: { exhibit: field } })

function startOn(text: string): string {
  const path = join(folder, 'form.json')
  writeFileSync(path, text)
  try {
    formAt(path)
  } catch (error) {
    if (error instanceof StartError) return error.message.replace(path, 'PATH')
    throw error
  }
  return 'started'
}

describe('FORM_SCHEMA', () => {
  it('is read at the start, and may be left out', () => {
    expect(formAt(EXAMPLE)?.form.fields).toHaveLength(9)
    expect(readConfig({}).form).toBeUndefined()
  })

  it.each([
    ['{', /^FORM_SCHEMA \(PATH\): it is not JSON: /],
    ['{}', /^FORM_SCHEMA \(PATH\): type is missing\.$/],
    [
      withField({ type: 'string', if: {} }),
      /^FORM_SCHEMA \(PATH\): properties\.exhibit\.if is not supported\.$/,
    ],
    [
      withField({ type: 'string', default: 'x', minLength: 2 }),
      /properties\.exhibit\.default is no answer to it: minLength\.$/,
    ],
    [
      withField({ type: 'string', pattern: '^(?=A)' }),
      /properties\.exhibit\.pattern can't be tried in a time that is bounded: .*\(\?=/,
    ],
    [' '.repeat(40_000), /^FORM_SCHEMA \(PATH\): it has 40000 bytes, and may have 32768\.$/],
  ])('stops the start on %.40s', (text, message) => {
    expect(startOn(text)).toMatch(message)
  })

  it('stops the start where the file is missing', () => {
    expect(() => formAt(join(folder, 'none.json'))).toThrow(/FORM_SCHEMA.*can't be read: ENOENT/)
  })
})

describe('a pattern', () => {
  it('takes no longer than the text is long, whatever it repeats', () => {
    const text = `${'a'.repeat(1000)}!`
    for (const pattern of [/^(a+)+$/u, /^(\w+\s?)*$/u, /^(a|aa)+$/u]) {
      expect(flawOfPattern(pattern)).toBeUndefined()
      expect(matchInLinearTime(pattern, text)).toBe(false)
      expect(matchInLinearTime(pattern, text.slice(0, -1))).toBe(true)
    }
  })

  it('means what it means in the browser', () => {
    const patterns = [
      /^20[0-9]{2}-[0-9]{5}$/u,
      /^[\p{L} .'-]{1,80}$/u,
      /^\S+@\S+\.\S+$/u,
      // V8 14.6, as in Node 26.12, finds no character beyond U+FFFF where this has no plus.
      /[^A-C]+$/u,
      /^(?:AB|[0-9]+)\/\d+$/u,
      /^\u00e9|\u{1F5C2}/u,
      /\bAB\b/u,
      /./u,
    ]
    const unit = fc.constantFrom('A', 'B', '/', '2', '0', '-', '@', '.', ' ', 'é', '🗂', 'ß', '\n')
    const texts = fc.oneof(
      fc.string({ unit, maxLength: 12 }),
      fc.constantFrom('2026-00042', 'AB/1', 'A. B', 'a@b.c'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...patterns), texts, (pattern, text) => {
        expect(matchInLinearTime(pattern, text)).toBe(pattern.test(text))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a blank in a pattern', () => {
  const PIECES = [
    '\\s',
    '\\S',
    '\\\\s',
    '\\\\\\s',
    '\\]',
    '\\[',
    '\\w',
    ' ',
    'S',
    's',
    '\\u00a0',
    '\\p{L}',
  ]
  const inClass = fc.array(fc.constantFrom(...PIECES, '^', '\\n', '\\d', '['), { maxLength: 4 })
  const oneOf = fc
    .tuple(fc.constantFrom('[', '[^', '[-', '[^-'), inClass, fc.constantFrom(']', '-]'))
    .map(([begin, members, end]) => [begin, ...members, end].join(''))
    // RE2 has no class of nothing, and no class of all.
    .filter((text) => !/^\[\^?\]/.test(text))
  const piece = fc.oneof(fc.constantFrom(...PIECES), oneOf)
  const pattern = fc
    .array(fc.tuple(piece, fc.constantFrom('', '+', '*', '?')), { minLength: 1, maxLength: 5 })
    .map((all) => new RegExp(`^${all.flat().join('')}$`, 'u'))

  it('is what a browser takes for one, wherever it stands', () => {
    // As word processors and the keyboards of other scripts enter them; the last is none.
    const blanks = '\u00a0\u1680\u2000\u200a\u202f\u205f\u2028\u3000\ufeff\v\f\r\n\t \u200b'
    const unit = fc.constantFrom(...blanks.split(''), ...'AsS-^[]\\7證'.split(''))
    const text = fc.oneof(fc.string({ unit, maxLength: 5 }), unit)
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 5 }), (pattern, texts) => {
        expect(flawOfPattern(pattern)).toBeUndefined()
        for (const text of texts)
          expect([text, matchInLinearTime(pattern, text)]).toEqual([text, pattern.test(text)])
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    '^\\S+\\s\\S+$',
    '^[^\\s]+$',
    '^\\S+[\\s-]\\d+$',
    '^[^\\S\\n]$',
    '^[\\s\\S]$',
    '^[^\\s\\S]$',
  ])('is judged alike on both sides by %s', (source) => {
    const pattern = new RegExp(source, 'u')
    for (const text of ['Pièce\u00a04', '證據\u30001', 'A\u202f1', 'AB 1', '\u00a0', '\n', 'A', ''])
      expect([text, matchInLinearTime(pattern, text)]).toEqual([text, pattern.test(text)])
  })
})

describe('longhaul doctor', () => {
  const findingsOn = (text: string) => {
    const path = join(folder, 'doctor.json')
    writeFileSync(path, text)
    const form = formAt(path)
    return checkForm({ form })
  }

  it('says that the form is fine', () => {
    expect(findingsOn(withField({ type: 'string' }))).toEqual([
      {
        code: '',
        check: 'Form',
        level: 'ok',
        saw: 'FORM_SCHEMA has 1 fields, of which 0 must be filled in.',
        change: '',
      },
    ])
  })

  it('says what of it is in receipts alone', () => {
    const [finding] = findingsOn(withField({ type: 'string', maxLength: 1000 }))
    expect(finding?.level).toBe('ok')
    expect(finding?.saw).toContain('receipts have all')
  })

  it('warns of answers that are too long together', () => {
    const long = { type: 'string', maxLength: 1000 }
    const [finding] = findingsOn(
      JSON.stringify({ type: 'object', properties: { a: long, b: long, c: long } }),
    )
    expect(finding?.level).toBe('warning')
  })

  it('says nothing where there is none', () => {
    expect(checkForm({ form: undefined })).toEqual([])
  })
})
