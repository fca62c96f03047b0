import { MAX_DETAILS_BYTES } from '../../shared/details.ts'
import type { Finding } from '../../shared/doctor.ts'
import type { Form } from '../../shared/form.ts'
import { detailsMetadata, MAX_DETAILS_METADATA } from '../metadata.ts'
import type { Deployment } from './deployment.ts'
import { ok, warning } from './finding.ts'

const CHECK = 'Form'

/** What is to be said of the operator's form: one that is wrong lets nothing start. */
export function checkForm({ form }: Pick<Deployment, 'form'>): Finding[] {
  if (!form) return []
  const { fields } = form.form
  const required = fields.filter(({ isRequired }) => isRequired).length
  const saw = `FORM_SCHEMA has ${fields.length} fields, of which ${required} must be filled in.`
  const longest = longestAnswers(form.form)
  if (JSON.stringify(longest).length > MAX_DETAILS_BYTES) {
    return [
      warning(
        'form_long',
        CHECK,
        `${saw} Filled in as long as they may be, they are more than ${MAX_DETAILS_BYTES} bytes, and are refused.`,
        'Give texts a smaller maxLength, or leave it: who writes so much is told to write less.',
      ),
    ]
  }
  const all = detailsMetadata(longest)
  return [
    ok(
      CHECK,
      'longhaul-details-left-out' in all
        ? `${saw} Objects have up to ${MAX_DETAILS_METADATA} bytes of them as metadata, receipts have all.`
        : saw,
    ),
  ]
}

function longestAnswers({ fields }: Form): Record<string, string | number> {
  const longest = fields.map((field): [string, string | number] => {
    if (field.type !== 'text') return [field.name, -1e15]
    const values = field.choices?.map(({ value }) => value) ?? ['x'.repeat(lengthOf(field))]
    return [field.name, values.reduce((long, value) => (value.length > long.length ? value : long))]
  })
  return Object.fromEntries(longest)
}

function lengthOf({ format, maxLength }: { format: string | null; maxLength: number }): number {
  return format === 'date' ? 10 : Math.min(maxLength, format === 'hash' ? 64 : Infinity)
}
