/**
 * The operator's form: a subset of JSON Schema 2020-12, and what it says of answers. The server and
 * the page read the same schema by this. docs/form.md has the subset; each keyword means what
 * https://json-schema.org/draft/2020-12/json-schema-validation says.
 */
import * as v from 'valibot'
import { fieldNameSchema, MAX_FIELDS, MAX_TEXT_LENGTH, type Answer } from './details.ts'

/** Characters of a text whose schema has no `maxLength`. */
const USUAL_LENGTH = 200
/** The dialect, as `$schema` names it. */
const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

const length = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_TEXT_LENGTH))
const shown = (most: number) => v.pipe(v.string(), v.maxLength(most))
const choice = v.pipe(shown(MAX_TEXT_LENGTH), v.minLength(1))

const aboutField = {
  title: v.optional(shown(100), ''),
  description: v.optional(shown(500), ''),
  $comment: v.optional(v.string()),
}
const bounds = {
  minimum: v.optional(v.number(), -Infinity),
  maximum: v.optional(v.number(), Infinity),
  default: v.optional(v.number()),
}

const fieldSchema = v.variant('type', [
  v.strictObject({
    ...aboutField,
    type: v.literal('string'),
    minLength: v.optional(length, 0),
    maxLength: v.optional(length, USUAL_LENGTH),
    pattern: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(500),
        v.check(isPattern, 'is no regular expression of ECMA-262 with the flag u'),
      ),
    ),
    format: v.optional(v.picklist(['date', 'hash'])),
    enum: v.optional(v.pipe(v.array(choice), v.minLength(1), v.maxLength(100))),
    oneOf: v.optional(
      v.pipe(
        v.array(v.strictObject({ const: choice, title: shown(100) })),
        v.minLength(1),
        v.maxLength(100),
      ),
    ),
    default: v.optional(v.string()),
  }),
  v.strictObject({ ...aboutField, ...bounds, type: v.literal('number') }),
  v.strictObject({ ...aboutField, ...bounds, type: v.literal('integer') }),
  v.strictObject({
    ...aboutField,
    type: v.literal('boolean'),
    default: v.optional(v.boolean()),
  }),
])

const formSchema = v.strictObject({
  $schema: v.optional(v.literal(DIALECT)),
  $id: v.optional(v.string()),
  $comment: v.optional(v.string()),
  title: v.optional(shown(100), ''),
  description: v.optional(shown(1000), ''),
  type: v.literal('object'),
  properties: v.pipe(v.record(v.string(), fieldSchema), v.minEntries(1), v.maxEntries(MAX_FIELDS)),
  required: v.optional(v.array(v.string()), []),
  additionalProperties: v.optional(v.literal(false)),
})

/** What all fields have. */
interface AboutField {
  readonly name: string
  readonly label: string
  /** '' for none. */
  readonly help: string
  readonly isRequired: boolean
  readonly initial: Answer | undefined
}

export interface TextField extends AboutField {
  readonly type: 'text'
  /** In characters, as all lengths here. */
  readonly minLength: number
  readonly maxLength: number
  readonly pattern: RegExp | null
  readonly format: 'date' | 'hash' | null
  /** The only values, with what is shown for each. */
  readonly choices: readonly { readonly value: string; readonly label: string }[] | null
}

export interface NumberField extends AboutField {
  readonly type: 'number'
  readonly isWhole: boolean
  /** Infinite where there is none. */
  readonly minimum: number
  readonly maximum: number
}

interface YesNoField extends AboutField {
  readonly type: 'yes-no'
}

export type Field = TextField | NumberField | YesNoField

export interface Form {
  /** '' for none. */
  readonly title: string
  readonly description: string
  /** In the order in which they are asked. */
  readonly fields: readonly Field[]
}

/** Whether what is entered is a hash, and so of one file alone. */
export function isHash(field: Field): boolean {
  return field.type === 'text' && field.format === 'hash'
}

/** A text of more is entered in several lines. */
export function hasLines({ maxLength, format, choices }: TextField): boolean {
  return maxLength > USUAL_LENGTH && format === null && choices === null
}

/** The schema is none that is supported. The message begins with the place: `properties.exhibit.format`. */
export class FormSchemaError extends Error {
  override readonly name = 'FormSchemaError'
}

/**
 * The form of a schema.
 *
 * @throws FormSchemaError naming the first keyword that is wrong or not supported
 */
export function readForm(schema: unknown): Form {
  const parsed = v.safeParse(formSchema, schema, { abortEarly: true })
  if (!parsed.success) throw new FormSchemaError(describe(parsed.issues[0]))
  const { title, description, properties, required } = parsed.output
  const unknown = required.find((name) => !Object.hasOwn(properties, name))
  if (unknown !== undefined) refuse('required', `there is no property ${unknown}`)
  const fields = Object.entries(properties).map(([name, field]) =>
    fieldOf(name, field, required.includes(name)),
  )
  checkNames(schema, fields)
  return { title, description, fields }
}

type FieldSchema = v.InferOutput<typeof fieldSchema>

function fieldOf(name: string, schema: FieldSchema, isRequired: boolean): Field {
  const { title, description: help } = schema
  const about = { name, label: title || name, help, isRequired, initial: schema.default }
  switch (schema.type) {
    case 'string':
      return { ...about, type: 'text', ...textOf(`properties.${name}`, schema) }
    case 'boolean':
      return { ...about, type: 'yes-no' }
    default: {
      const { type, minimum, maximum } = schema
      if (minimum > maximum) refuse(`properties.${name}.maximum`, 'is less than the minimum')
      return { ...about, type: 'number', isWhole: type === 'integer', minimum, maximum }
    }
  }
}

function textOf(place: string, schema: Extract<FieldSchema, { type: 'string' }>) {
  const { minLength, maxLength, pattern, format = null, enum: values, oneOf } = schema
  if (minLength > maxLength) refuse(`${place}.minLength`, `is more than maxLength, ${maxLength}`)
  if (values && oneOf) refuse(`${place}.oneOf`, 'is not supported beside enum')
  const choices =
    values?.map((value) => ({ value, label: value })) ??
    oneOf?.map(({ const: value, title }) => ({ value, label: title })) ??
    null
  if (choices && format !== null) refuse(`${place}.format`, 'is not supported beside choices')
  if (choices && new Set(choices.map(({ value }) => value)).size < choices.length) {
    refuse(`${place}.${values ? 'enum' : 'oneOf'}`, 'has a value twice')
  }
  return {
    minLength,
    maxLength,
    pattern: pattern === undefined ? null : new RegExp(pattern, 'u'),
    format,
    choices,
  }
}

/** Under which name the object's metadata has a field: header names know no upper case. */
export function headerNameOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-')
}

/** Names that valibot's records and JavaScript's objects have other plans for. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

const anyObject = v.custom<object>((value) => typeof value === 'object' && value !== null)

function checkNames(schema: unknown, fields: readonly Field[]): void {
  const { properties } = v.parse(v.object({ properties: anyObject }), schema)
  // The record above leaves out what is reserved, and doesn't say so.
  const reserved = Object.keys(properties).find((name) => RESERVED.has(name))
  if (reserved !== undefined) refuse(`properties.${reserved}`, 'is a name that is reserved')
  const seen = new Set<string>()
  for (const { name } of fields) {
    const place = `properties.${name}`
    if (!v.is(fieldNameSchema, name)) {
      refuse(place, 'is no name: it is a letter, and then up to 39 letters, digits, _ and -')
    }
    const header = headerNameOf(name)
    if (seen.has(header)) refuse(place, 'is another property’s name but for case, _ and -')
    seen.add(header)
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').unicode
  } catch {
    return false
  }
}

function describe(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'the schema'
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `${place} is not supported`
  }
  if (issue.received === 'undefined') return `${place} is missing`
  if (issue.type === 'check') return `${place} ${issue.message}`
  return `${place} must be ${issue.expected ?? 'of another form'}, and is ${issue.received}`
}

function refuse(place: string, why: string): never {
  throw new FormSchemaError(`${place} ${why}`)
}
