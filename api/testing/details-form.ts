/** A form with one field of every type, and what fits it. */
import type { Answers } from '../../shared/details.ts'
import { readForm } from '../../shared/form.ts'
import type { OperatorForm } from '../form/operator-form.ts'

export function formOf(schema: unknown): OperatorForm {
  return { schema, form: readForm(schema) }
}

/** One field of every type. */
export const FORM = formOf({
  title: 'Exhibit',
  type: 'object',
  properties: {
    case_number: { title: 'Case number', type: 'string', pattern: '^[0-9]{4}$' },
    note: { title: 'Note', type: 'string', maxLength: 600 },
    kind: { type: 'string', oneOf: [{ const: 'disk', title: 'Hard disk' }] },
    on: { type: 'string', format: 'date' },
    hash: { title: 'Hash', type: 'string', format: 'hash' },
    weight: { type: 'number', minimum: 0 },
    sectors: { type: 'integer', maximum: 10 },
    sealed: { type: 'boolean' },
  },
  required: ['case_number'],
})

export const GOOD: Answers = {
  case_number: '0042',
  note: 'zwei\nZeilen, "und" <b>mehr</b>',
  kind: 'disk',
  on: '2024-02-29',
  hash: 'd41d8cd98f00b204e9800998ecf8427e',
  weight: 0.5,
  sectors: 7,
  sealed: false,
}

export const CONTENT = Buffer.from('a letter\n')
