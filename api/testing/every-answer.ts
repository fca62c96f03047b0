/** Fields of every type, and for each what is taken and what is not: the same in the browser and by the API. */
import type { Rule } from '../../shared/answers.ts'
import type { Answer, Answers } from '../../shared/details.ts'

export const EVERY_FIELD = {
  type: 'object',
  properties: {
    text: { title: 'Text', type: 'string' },
    ofForm: {
      title: 'Of a form',
      type: 'string',
      pattern: '^[A-Z]+/[0-9]+$',
      description: 'As AB/1',
    },
    ofLength: { title: 'Of a length', type: 'string', minLength: 3, maxLength: 5 },
    lines: { title: 'Lines', type: 'string', maxLength: 600 },
    date: { title: 'Date', type: 'string', format: 'date' },
    hash: { title: 'Hash', type: 'string', format: 'hash' },
    listed: { title: 'Listed', type: 'string', enum: ['a', 'b'] },
    choice: {
      title: 'Choice',
      type: 'string',
      oneOf: [
        { const: 'd', title: 'Disk' },
        { const: 't', title: 'Tape' },
      ],
    },
    number: { title: 'Number', type: 'number', minimum: -0.5, maximum: 9 },
    whole: { title: 'Whole', type: 'integer', minimum: 1, maximum: 10 },
    yesNo: { title: 'Yes or no', type: 'boolean' },
    settled: { title: 'Settled', type: 'boolean' },
    ticked: { title: 'Ticked', type: 'boolean', default: false },
  },
  required: ['text', 'listed', 'whole', 'settled'],
}

export type FieldName = keyof typeof EVERY_FIELD.properties

/** Fits every field. */
export const FITTING: Answers & Record<FieldName, Answer> = {
  text: 'ä "und" <b>',
  ofForm: 'AB/1',
  ofLength: '🗂🗂🗂',
  lines: 'two\nlines',
  date: '2024-02-29',
  hash: 'd41d8cd98f00b204e9800998ecf8427e',
  listed: 'b',
  choice: 'd',
  number: 0.5,
  whole: 7,
  yesNo: true,
  settled: false,
  ticked: true,
}

export interface Case {
  /** What the API is sent; undefined for nothing. */
  readonly sent: unknown
  /** What a person enters for it, if not just that; null where no browser lets one. */
  readonly entered?: string | null
  /** Why it is refused; null where it is taken. */
  readonly rule: Rule | null
}

/** Beside what fits. */
export const CASES: Readonly<Record<FieldName, readonly Case[]>> = {
  text: [
    { sent: undefined, entered: '', rule: 'required' },
    { sent: ' ', rule: 'required' },
    { sent: 'x'.repeat(200), rule: null },
    { sent: 'x'.repeat(201), rule: 'maxLength' },
    { sent: 'a\u202eb', rule: 'characters' },
    { sent: 1, entered: null, rule: 'type' },
    { sent: true, entered: null, rule: 'type' },
  ],
  ofForm: [
    { sent: undefined, entered: '', rule: null },
    { sent: 'AB1', rule: 'pattern' },
    { sent: 'ab/1', rule: 'pattern' },
    { sent: 'ABC/0123', rule: null },
  ],
  ofLength: [
    { sent: '🗂🗂', rule: 'minLength' },
    { sent: 'ab', rule: 'minLength' },
    { sent: 'abc', rule: null },
    { sent: '🗂🗂🗂🗂🗂', rule: null },
    { sent: 'abcdef', rule: 'maxLength' },
  ],
  lines: [
    { sent: 'a\u2028b', rule: 'characters' },
    { sent: 'x'.repeat(600), rule: null },
    { sent: 'x'.repeat(601), rule: 'maxLength' },
    { sent: 'a\tb', rule: null },
  ],
  date: [
    // Of a date that is begun the browser tells no more than that it is none.
    { sent: '2024-02', entered: '02', rule: 'date' },
    { sent: '2023-02-29', entered: null, rule: 'date' },
    { sent: '29.2.2024', entered: null, rule: 'date' },
    { sent: '1999-12-31', rule: null },
    { sent: 20240229, entered: null, rule: 'type' },
  ],
  hash: [
    { sent: 'abc', rule: 'hash' },
    { sent: 'z'.repeat(32), rule: 'hash' },
    { sent: 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709', rule: null },
    { sent: '0'.repeat(64), rule: null },
    { sent: '0'.repeat(65), rule: 'hash' },
  ],
  listed: [
    { sent: undefined, entered: '', rule: 'required' },
    { sent: 'a', rule: null },
    { sent: 'c', entered: null, rule: 'choice' },
  ],
  choice: [
    { sent: 't', rule: null },
    { sent: undefined, entered: '', rule: null },
    { sent: 'Disk', entered: null, rule: 'choice' },
  ],
  number: [
    { sent: -0.51, rule: 'minimum' },
    { sent: -0.5, rule: null },
    { sent: 9.01, rule: 'maximum' },
    { sent: '1e', rule: 'type' },
    { sent: undefined, entered: '', rule: null },
    { sent: '5', entered: null, rule: 'type' },
  ],
  whole: [
    { sent: 0.5, rule: 'integer' },
    { sent: 0, rule: 'minimum' },
    { sent: 11, rule: 'maximum' },
    { sent: undefined, entered: '', rule: 'required' },
    { sent: 10, rule: null },
    { sent: '7', entered: null, rule: 'type' },
  ],
  yesNo: [
    { sent: undefined, entered: '', rule: null },
    { sent: false, rule: null },
    { sent: 'true', entered: null, rule: 'type' },
    { sent: 1, entered: null, rule: 'type' },
  ],
  settled: [
    { sent: undefined, entered: '', rule: 'required' },
    { sent: true, rule: null },
    { sent: 'no', entered: null, rule: 'type' },
  ],
  ticked: [
    { sent: false, rule: null },
    { sent: undefined, entered: null, rule: null },
  ],
}
