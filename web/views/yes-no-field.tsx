import type { Rule } from '../../shared/answers.ts'
import type { Answer } from '../../shared/details.ts'
import type { Field } from '../../shared/form.ts'
import { elementName } from '../state/details-fields.ts'
import { later } from '../text/catalogue.ts'
import type { NoNumber } from '../text/entered-number.ts'
import { FieldNotes, noted } from './field-notes.tsx'

interface YesNoFieldProps {
  readonly field: Field
  readonly initial: Answer | undefined
  readonly rule: Rule | NoNumber | undefined
}

/** A question that is not answered until a person does: a box without a tick would answer it. */
export function YesNoField({ field, initial, rule }: YesNoFieldProps) {
  const { yes, no, noAnswer } = later.details
  const isAnswered = typeof initial === 'boolean'
  const choices = [
    { value: 'yes', label: yes, isChosen: initial === true },
    { value: 'no', label: no, isChosen: initial === false },
    ...(field.isRequired ? [] : [{ value: '', label: noAnswer, isChosen: !isAnswered }]),
  ]
  return (
    <fieldset
      class="field yes-no"
      role="radiogroup"
      aria-required={field.isRequired}
      {...noted({ field, rule })}
    >
      <legend>
        <bdi>{field.label}</bdi>
        {field.isRequired && <span aria-hidden="true"> *</span>}
      </legend>
      <div class="answers">
        {choices.map(({ value, label, isChosen }) => (
          <label key={value} class="tick">
            <input
              type="radio"
              name={elementName(field.name)}
              value={value}
              defaultChecked={isChosen}
            />
            {label}
          </label>
        ))}
      </div>
      <FieldNotes field={field} rule={rule} />
    </fieldset>
  )
}
