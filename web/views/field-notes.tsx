import type { Rule } from '../../shared/answers.ts'
import type { Field } from '../../shared/form.ts'
import { elementName } from '../state/details-fields.ts'
import { later } from '../text/catalogue.ts'
import type { NoNumber } from '../text/entered-number.ts'

interface FieldNotesProps {
  readonly field: Field
  /** Why what was entered is not taken. */
  readonly rule: Rule | NoNumber | undefined
}

/** What is wrong with an answer, and the question's help. */
export function FieldNotes({ field, rule }: FieldNotesProps) {
  return (
    <>
      {rule !== undefined && (
        <p class="fault" id={faultId(field)}>
          {later.details.faults[rule](field)}
        </p>
      )}
      {field.help !== '' && (
        <p class="hint" id={helpId(field)}>
          <bdi>{field.help}</bdi>
        </p>
      )}
    </>
  )
}

/** What ties a question to its notes. */
export function noted({ field, rule }: FieldNotesProps) {
  const fault = rule === undefined ? [] : [faultId(field)]
  const help = field.help === '' ? [] : [helpId(field)]
  return {
    'aria-invalid': rule !== undefined,
    'aria-describedby': [...fault, ...help].join(' ') || undefined,
  }
}

function faultId({ name }: Field): string {
  return `${elementName(name)}-fault`
}

function helpId({ name }: Field): string {
  return `${elementName(name)}-help`
}
