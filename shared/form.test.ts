import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FormSchemaError, hasLines, readForm } from './form.ts'

const EXAMPLE = join(import.meta.dirname, '../docs/examples/forensic-case.json')

const withField = (field: unknown, more: object = {}) => ({
  type: 'object',
  properties: { exhibit: field },
  ...more,
})

function refusalOf(schema: unknown): string {
  try {
    readForm(schema)
  } catch (error) {
    if (error instanceof FormSchemaError) return error.message
    throw error
  }
  return 'taken'
}

describe('readForm', () => {
  it('reads the shipped example, in the order of its properties', () => {
    const form = readForm(JSON.parse(readFileSync(EXAMPLE, 'utf8')))
    expect(form.title).toBe('Case and exhibit')
    expect(form.fields.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['caseNumber', true],
      ['exhibit', true],
      ['examiner', true],
      ['source', false],
      ['acquiredOn', true],
      ['badSectors', false],
      ['description', false],
      ['acquisitionHash', false],
      ['sealed', false],
    ])
    const long = form.fields.filter((field) => field.type === 'text' && hasLines(field))
    expect(long.map(({ name }) => name)).toEqual(['description'])
  })

  it('takes the name for a label where there is no title', () => {
    const [field] = readForm(withField({ type: 'string' })).fields
    expect(field).toEqual({
      name: 'exhibit',
      label: 'exhibit',
      help: '',
      isRequired: false,
      initial: undefined,
      type: 'text',
      minLength: 0,
      maxLength: 200,
      pattern: null,
      format: null,
      choices: null,
    })
  })

  it.each([
    [withField({ type: 'string' }, { allOf: [] }), 'allOf is not supported'],
    [
      withField({ type: 'string', contentEncoding: 'x' }),
      'properties.exhibit.contentEncoding is not supported',
    ],
    [
      withField({ type: 'integer', multipleOf: 2 }),
      'properties.exhibit.multipleOf is not supported',
    ],
    [
      withField({ type: 'string', format: 'email' }),
      'properties.exhibit.format must be ("date" | "hash"), and is "email"',
    ],
    [
      withField({ type: 'array' }),
      'properties.exhibit.type must be ("string" | "number" | "integer" | "boolean"), and is "array"',
    ],
    [withField({ title: 'x' }), 'properties.exhibit.type is missing'],
    [
      withField({ type: 'string', pattern: '(' }),
      'properties.exhibit.pattern is no regular expression of ECMA-262 with the flag u',
    ],
    [
      withField({ type: 'string', maxLength: 5000 }),
      'properties.exhibit.maxLength must be <=1000, and is 5000',
    ],
    [
      withField({ type: 'string', minLength: 9, maxLength: 3 }),
      'properties.exhibit.minLength is more than maxLength, 3',
    ],
    [
      withField({ type: 'number', minimum: 2, maximum: 1 }),
      'properties.exhibit.maximum is less than the minimum',
    ],
    [
      withField({ type: 'string', enum: [1] }),
      'properties.exhibit.enum.0 must be string, and is 1',
    ],
    [withField({ type: 'string', enum: ['a', 'a'] }), 'properties.exhibit.enum has a value twice'],
    [
      withField({ type: 'string', enum: ['a'], oneOf: [{ const: 'a', title: 'A' }] }),
      'properties.exhibit.oneOf is not supported beside enum',
    ],
    [
      withField({ type: 'string', oneOf: [{ const: 'a' }] }),
      'properties.exhibit.oneOf.0.title is missing',
    ],
    [withField({ type: 'string' }, { required: ['other'] }), 'required there is no property other'],
    [
      withField({ type: 'string' }, { additionalProperties: true }),
      'additionalProperties must be false, and is true',
    ],
    [
      withField({ type: 'string' }, { $schema: 'http://json-schema.org/draft-07/schema#' }),
      '$schema must be "https://json-schema.org/draft/2020-12/schema", and is "http://json-schema.org/draft-07/schema#"',
    ],
    [{ type: 'object', properties: {} }, 'properties must be >=1, and is 0'],
    [
      { type: 'object', properties: { 'two words': { type: 'string' } } },
      'properties.two words is no name',
    ],
    [
      { type: 'object', properties: { constructor: { type: 'string' }, a: { type: 'string' } } },
      'properties.constructor is a name that is reserved',
    ],
    [
      {
        type: 'object',
        properties: { case_no: { type: 'string' }, 'Case-No': { type: 'string' } },
      },
      'properties.Case-No is another property’s name but for case',
    ],
    [null, 'the schema must be Object, and is null'],
    ['text', 'the schema must be Object, and is "text"'],
  ])('refuses %j', (schema, message) => {
    expect(refusalOf(schema)).toContain(message)
  })
})
