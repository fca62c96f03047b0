/** Whether answers are what a form wants: the same on the page and on the server. */
import { MAX_DETAILS_BYTES, type Answer, type Answers, type Details } from './details.ts'
import {
  FormSchemaError,
  hasLines,
  type Field,
  type Form,
  type NumberField,
  type TextField,
} from './form.ts'
import type { HashKind } from './hashes.ts'

/** What an answer may fail by: a keyword of the schema, or what is asked of all answers. */
export const RULES = [
  'required',
  'unknown',
  'type',
  'characters',
  'minLength',
  'maxLength',
  'pattern',
  'date',
  'hash',
  'choice',
  'integer',
  'minimum',
  'maximum',
  'size',
] as const
export type Rule = (typeof RULES)[number]

export interface Fault {
  /** The field's name; '' for all of it together. */
  readonly field: string
  readonly rule: Rule
}

/** Whether a text has what the pattern wants. A server guards against those that take for ever. */
export type Matches = (pattern: RegExp, text: string) => boolean

const testPattern: Matches = (pattern, text) => pattern.test(text)

/** The answers without those that were left empty. */
export function givenIn(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => !isNone(answer)))
}

/**
 * What of the answers counts, in the form's order, and what is wrong with them, one fault a field.
 * A text without anything visible is no answer.
 */
export function checkAnswers(
  form: Form,
  given: Readonly<Record<string, unknown>>,
  matches: Matches = testPattern,
): { answers: Answers; faults: readonly Fault[] } {
  const answers: Answers = {}
  const faults: Fault[] = []
  const known = new Set(form.fields.map(({ name }) => name))
  for (const field of Object.keys(given)) {
    if (!known.has(field)) faults.push({ field, rule: 'unknown' })
  }
  for (const field of form.fields) {
    const answer = Object.hasOwn(given, field.name) ? given[field.name] : undefined
    if (isNone(answer)) {
      if (field.isRequired) faults.push({ field: field.name, rule: 'required' })
    } else if (isAnswer(answer)) {
      const rule = brokenRule(field, answer, matches)
      if (rule === null) answers[field.name] = answer
      else faults.push({ field: field.name, rule })
    } else faults.push({ field: field.name, rule: 'type' })
  }
  if (sizeOf(answers) > MAX_DETAILS_BYTES) faults.push({ field: '', rule: 'size' })
  return { answers, faults }
}

/**
 * Makes sure that what a form has filled in to begin with is what it wants.
 *
 * @throws FormSchemaError
 */
export function checkDefaults(form: Form): void {
  for (const field of form.fields) {
    if (field.initial === undefined) continue
    const rule = brokenRule(field, field.initial, testPattern)
    if (rule === null) continue
    throw new FormSchemaError(`properties.${field.name}.default is no answer to it: ${rule}`)
  }
}

function isNone(answer: unknown): boolean {
  return answer === undefined || (typeof answer === 'string' && answer.trim() === '')
}

function isAnswer(answer: unknown): answer is Answer {
  return ['string', 'number', 'boolean'].includes(typeof answer)
}

/** Bytes of the answers as JSON in UTF-8. */
function sizeOf(answers: Answers): number {
  let bytes = 0
  for (const point of JSON.stringify(answers)) {
    const code = point.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** @returns null where the answer is what the field wants */
function brokenRule(field: Field, answer: Answer, matches: Matches): Rule | null {
  switch (field.type) {
    case 'text':
      return typeof answer === 'string' ? ruleOfText(field, answer, matches) : 'type'
    case 'number':
      return typeof answer === 'number' ? ruleOfNumber(field, answer) : 'type'
    case 'yes-no':
      return typeof answer === 'boolean' ? null : 'type'
  }
}

/** Controls, line ends, halves of characters, and signs that turn the direction of what follows. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u

function ruleOfText(field: TextField, text: string, matches: Matches): Rule | null {
  // Before anything looks at the text: a pattern may take long, and longer for a longer one.
  if (text.length > 2 * field.maxLength || lengthOf(text) > field.maxLength) return 'maxLength'
  if (UNWANTED.test(hasLines(field) ? text.replaceAll(/[\n\t]/g, '') : text)) return 'characters'
  if (lengthOf(text) < field.minLength) return 'minLength'
  if (field.choices?.every(({ value }) => value !== text)) return 'choice'
  if (field.format === 'date' && !isDate(text)) return 'date'
  if (field.format === 'hash' && hashOf(text) === null) return 'hash'
  return field.pattern && !matches(field.pattern, text) ? 'pattern' : null
}

function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A full-date (RFC 3339, 5.6). */
function isDate(text: string): boolean {
  const [, year = NaN, month = NaN, day = NaN] =
    /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? []
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0)
  return day >= 1 && day <= days
}

/** By how many digits it has. */
function hashOf(text: string): HashKind | null {
  if (!/^[0-9A-Fa-f]+$/.test(text)) return null
  if (text.length === 32) return 'md5'
  if (text.length === 40) return 'sha1'
  return text.length === 64 ? 'sha256' : null
}

function ruleOfNumber({ isWhole, minimum, maximum }: NumberField, number: number): Rule | null {
  if (!Number.isFinite(number)) return 'type'
  if (isWhole && !Number.isSafeInteger(number)) return 'integer'
  if (number < minimum) return 'minimum'
  return number > maximum ? 'maximum' : null
}

/**
 * The answers with what they were asked by. One that the form no longer asks for, as it was changed
 * since, keeps its name.
 */
export function detailsOf(form: Form | null, answers: Answers): Details {
  const fields = new Map(form?.fields.map((field) => [field.name, field]))
  return Object.entries(answers).map(([name, value]) => {
    const field = fields.get(name)
    const text = field?.type === 'text' && typeof value === 'string' ? field : null
    const chosen = text?.choices?.find((choice) => choice.value === value)?.label
    const hash = text?.format === 'hash' ? hashOf(String(value)) : null
    return {
      name,
      label: field?.label ?? name,
      value,
      ...(chosen !== undefined && chosen !== value && { chosen }),
      ...(hash !== null && { hash }),
    }
  })
}

/** The same text for the same answers, in whatever order. */
export function canonicalOf(answers: Answers): string {
  const names = Object.keys(answers).sort()
  return JSON.stringify(names.map((name) => [name, answers[name]]))
}
