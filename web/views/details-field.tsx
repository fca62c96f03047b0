import type { JSX } from 'preact'
import type { Rule } from '../../shared/answers.ts'
import type { Answer } from '../../shared/details.ts'
import { hasLines, type Field, type NumberField } from '../../shared/form.ts'
import { elementName, isMarked, isTwoChoices } from '../state/details-fields.ts'
import { format, later } from '../text/catalogue.ts'
import { shownNumber, type NoNumber } from '../text/entered-number.ts'
import { FieldNotes, noted } from './field-notes.tsx'
import { YesNoField } from './yes-no-field.tsx'

interface FieldProps {
  readonly field: Field
  readonly initial: Answer | undefined
  /** Why what was entered is not taken. */
  readonly rule: Rule | NoNumber | undefined
}

/** One question of the operator's, with its help and what is wrong with the answer. */
export function DetailsField({ field, initial, rule }: FieldProps) {
  if (isTwoChoices(field)) return <YesNoField field={field} initial={initial} rule={rule} />
  const id = elementName(field.name)
  const attributes = { id, name: id, required: field.isRequired, ...noted({ field, rule }) }
  const label = (
    <label for={id}>
      <bdi>{field.label}</bdi>
      {isMarked(field) && <span aria-hidden="true"> *</span>}
    </label>
  )
  const control = controlFor(field, initial, attributes)
  return (
    <div class="field">
      {field.type === 'yes-no' ? (
        <div class="tick">
          {control}
          {label}
        </div>
      ) : (
        <>
          {label}
          {control}
        </>
      )}
      <FieldNotes field={field} rule={rule} />
    </div>
  )
}

/** In place of a question that can't be answered for several files at once. */
export function FieldOfOneFile({ field }: { field: Field }) {
  const { mayBeAlone, mustBeAlone } = later.details
  return (
    <div class="field">
      <strong>
        <bdi>{field.label}</bdi>
      </strong>
      <p class="hint">{field.isRequired ? mustBeAlone : mayBeAlone}</p>
    </div>
  )
}

interface Attributes {
  readonly id: string
  readonly name: string
  readonly required: boolean
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

function controlFor(
  field: Field,
  initial: Answer | undefined,
  attributes: Attributes,
): JSX.Element {
  const value = initial === undefined ? '' : String(initial)
  if (field.type === 'yes-no') {
    // What is corrected may have been entered in another version of the form.
    const isTicked = (typeof initial === 'boolean' ? initial : field.initial) === true
    return <input {...attributes} type="checkbox" required={false} defaultChecked={isTicked} />
  }
  if (field.type === 'number') {
    return (
      <input
        {...attributes}
        type="text"
        inputmode={keysFor(field)}
        dir="ltr"
        autocomplete="off"
        defaultValue={typeof initial === 'number' ? shownNumber(initial, format) : value}
      />
    )
  }
  if (field.choices) {
    return (
      <select {...attributes}>
        <option value="">{later.details.choose}</option>
        {field.choices.map((choice) => (
          <option
            key={choice.value}
            value={choice.value}
            dir="auto"
            selected={choice.value === value}
          >
            {choice.label}
          </option>
        ))}
      </select>
    )
  }
  if (field.format === 'date') return <input {...attributes} type="date" defaultValue={value} />
  if (hasLines(field)) return <textarea {...attributes} rows={4} dir="auto" defaultValue={value} />
  const isHash = field.format === 'hash'
  return (
    <input
      {...attributes}
      type="text"
      dir="auto"
      class={isHash ? 'code' : undefined}
      spellcheck={!isHash}
      autocomplete="off"
      defaultValue={value}
    />
  )
}

/** On a phone: those for digits have no minus. */
function keysFor({ isWhole, minimum }: NumberField) {
  if (minimum < 0) return 'text'
  return isWhole ? 'numeric' : 'decimal'
}
