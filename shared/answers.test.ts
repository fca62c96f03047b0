import { Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { canonicalOf, checkAnswers, checkDefaults, detailsOf, type Rule } from './answers.ts'
import { readForm } from './form.ts'

const formOf = (properties: Record<string, object>, required: string[] = []) =>
  readForm({ type: 'object', properties, required })

/** Why one field refuses an answer; null where it takes it. */
function ruleFor(field: object, answer: unknown): Rule | null {
  return checkAnswers(formOf({ it: field }, ['it']), { it: answer }).faults[0]?.rule ?? null
}

const text = { type: 'string' }
const date = { type: 'string', format: 'date' }
const hash = { type: 'string', format: 'hash' }
const choice = { type: 'string', oneOf: [{ const: 'a', title: 'First' }] }

describe('an answer to a field', () => {
  it.each<[what: object, answer: unknown, rule: Rule | null]>([
    [text, 'AB/1', null],
    [text, undefined, 'required'],
    [text, '', 'required'],
    [text, ' \t', 'required'],
    [text, 1, 'type'],
    [text, null, 'type'],
    [text, ['a'], 'type'],
    [text, {}, 'type'],
    [text, 'two\nlines', 'characters'],
    [text, 'a\u0000b', 'characters'],
    [text, 'a\u202eb', 'characters'],
    [text, 'half \ud83d', 'characters'],
    [text, 'x'.repeat(200), null],
    [text, 'x'.repeat(201), 'maxLength'],
    [{ ...text, maxLength: 600 }, 'two\n\tlines', null],
    [{ ...text, maxLength: 600 }, 'a\u0007b', 'characters'],
    [{ ...text, maxLength: 3 }, '🗂🗂🗂', null],
    [{ ...text, maxLength: 3 }, '🗂🗂🗂🗂', 'maxLength'],
    [{ ...text, minLength: 2 }, '🗂', 'minLength'],
    [{ ...text, pattern: '^[A-Z]+/[0-9]+$' }, 'AB/1', null],
    [{ ...text, pattern: '^[A-Z]+/[0-9]+$' }, 'AB1', 'pattern'],
    [{ ...text, pattern: 'B' }, 'ABC', null],
    [date, '2024-02-29', null],
    [date, '2023-02-29', 'date'],
    [date, '1900-02-29', 'date'],
    [date, '2000-02-29', null],
    [date, '2024-13-01', 'date'],
    [date, '2024-04-31', 'date'],
    [date, '2024-04-00', 'date'],
    [date, '1.4.2024', 'date'],
    [date, '2024-04-01T00:00:00Z', 'date'],
    [hash, 'd41d8cd98f00b204e9800998ecf8427e', null],
    [hash, 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709', null],
    [hash, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', null],
    [hash, 'e3b0c44298fc1c149afbf4c8996fb92', 'hash'],
    [hash, 'z41d8cd98f00b204e9800998ecf8427e', 'hash'],
    [choice, 'a', null],
    [choice, 'First', 'choice'],
    [{ type: 'string', enum: ['a', 'b'] }, 'b', null],
    [{ type: 'string', enum: ['a', 'b'] }, 'toString', 'choice'],
    [{ type: 'number' }, 0.5, null],
    [{ type: 'number' }, '0.5', 'type'],
    [{ type: 'number' }, Number.NaN, 'type'],
    [{ type: 'number' }, Infinity, 'type'],
    [{ type: 'number', minimum: 1, maximum: 2 }, 1, null],
    [{ type: 'number', minimum: 1, maximum: 2 }, 0.999, 'minimum'],
    [{ type: 'number', minimum: 1, maximum: 2 }, 2.001, 'maximum'],
    [{ type: 'integer' }, 3, null],
    [{ type: 'integer' }, 0.5, 'integer'],
    [{ type: 'integer' }, 2 ** 60, 'integer'],
    [{ type: 'boolean' }, false, null],
    [{ type: 'boolean' }, 'true', 'type'],
  ])('%j takes or refuses %j: %s', (field, answer, rule) => {
    expect(ruleFor(field, answer)).toBe(rule)
  })

  it('is looked at by a pattern only once it is short enough', () => {
    const looked: string[] = []
    const form = formOf({ it: { ...text, maxLength: 5, pattern: '.' } })
    for (const it of ['short', 'too long']) {
      checkAnswers(form, { it }, (_, text) => {
        looked.push(text)
        return true
      })
    }
    expect(looked).toEqual(['short'])
  })
})

describe('all answers', () => {
  const form = formOf({ a: text, b: { type: 'boolean' }, c: choice }, ['a'])

  it('come in the form’s order, without what was left empty', () => {
    const { answers, faults } = checkAnswers(form, { c: '', b: false, a: 'x' })
    expect([faults, Object.entries(answers)]).toEqual([
      [],
      [
        ['a', 'x'],
        ['b', false],
      ],
    ])
  })

  it('have a fault for each field', () => {
    expect(checkAnswers(form, { b: 1, c: 'q', d: 2, toString: 3 }).faults).toEqual([
      { field: 'd', rule: 'unknown' },
      { field: 'toString', rule: 'unknown' },
      { field: 'a', rule: 'required' },
      { field: 'b', rule: 'type' },
      { field: 'c', rule: 'choice' },
    ])
  })

  it('have a size', () => {
    const long = { ...text, maxLength: 1000 }
    const wide = formOf({ a: long, b: long, c: long })
    const filled = { a: 'x'.repeat(1000), b: 'x'.repeat(1000) }
    expect(checkAnswers(wide, filled).faults).toEqual([])
    expect(checkAnswers(wide, { ...filled, c: 'x'.repeat(40) }).faults).toEqual([
      { field: '', rule: 'size' },
    ])
    expect(checkAnswers(wide, { a: '文'.repeat(682) }).faults).toEqual([
      { field: '', rule: 'size' },
    ])
  })

  it('are the same text in whatever order', () => {
    expect(canonicalOf({ b: 1, a: 'x' })).toBe(canonicalOf({ a: 'x', b: 1 }))
    expect(canonicalOf({ a: '1' })).not.toBe(canonicalOf({ a: 1 }))
  })

  it('are read with what they were asked by', () => {
    const form = formOf({ c: { ...choice, title: 'Which' }, h: hash })
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e'
    expect(detailsOf(form, { c: 'a', h: md5, gone: 7 })).toEqual([
      { name: 'c', label: 'Which', value: 'a', chosen: 'First' },
      { name: 'h', label: 'h', value: md5, hash: 'md5' },
      { name: 'gone', label: 'gone', value: 7 },
    ])
  })
})

it('a default must be an answer', () => {
  checkDefaults(formOf({ a: { ...text, default: 'x' }, b: { type: 'integer', default: 3 } }))
  expect(() => checkDefaults(formOf({ a: { ...text, minLength: 3, default: 'x' } }))).toThrow(
    'properties.a.default is no answer to it: minLength',
  )
})

const anySchema = v.looseObject({})

/** A property of each kind, as an operator may write it. */
const property = fc.oneof(
  fc.record(
    {
      type: fc.constant('string'),
      minLength: fc.nat(3),
      maxLength: fc.integer({ min: 3, max: 12 }),
      pattern: fc.constantFrom('^a', '[0-9]', 'é$', '^(?:ab)*$', '\\p{Lu}'),
    },
    { requiredKeys: ['type'] },
  ),
  fc.constant({ type: 'string', format: 'date' }),
  fc.constantFrom(
    { type: 'string', enum: ['a', 'ab'] },
    {
      type: 'string',
      oneOf: [
        { const: 'a', title: 'A' },
        { const: '2024-02-29', title: 'B' },
      ],
    },
  ),
  fc.record(
    {
      type: fc.constantFrom('number', 'integer'),
      minimum: fc.integer({ min: -9, max: 0 }),
      maximum: fc.integer({ min: 0, max: 9 }),
    },
    { requiredKeys: ['type'] },
  ),
  fc.constant({ type: 'boolean' }),
)
const answer = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'É', 'é', '7', '🗂'), maxLength: 15 }),
  fc.constantFrom('2024-02-29', '2023-02-29', '2024-2-9', 'a', 'ab', null),
  fc.integer({ min: -12, max: 12 }),
  fc.double({ min: -12, max: 12, noNaN: true }),
  fc.boolean(),
  fc.constant({}),
)
it('agrees with JSON Schema 2020-12 on every field type, whatever the answer', () => {
  const given = fc.oneof(
    { weight: 9, arbitrary: fc.record({ it: answer }) },
    fc.record({ it: answer, other: answer }),
    fc.constant({}),
  )
  const counts = { good: 0, bad: 0 }
  fc.assert(
    fc.property(property, given, fc.boolean(), (property, given, isRequired) => {
      const schema = {
        type: 'object',
        properties: { it: property },
        required: isRequired ? ['it'] : [],
        additionalProperties: false,
      }
      // An empty text is no answer here, and would be one there.
      fc.pre(!Object.values(given).includes(''))
      const { valid } = new Validator(v.parse(anySchema, schema), '2020-12').validate(given)
      counts[valid ? 'good' : 'bad'] += 1
      expect(checkAnswers(readForm(schema), given).faults.length === 0).toBe(valid)
    }),
    { numRuns: 5000 },
  )
  expect(Math.min(counts.good, counts.bad)).toBeGreaterThan(300)
})
