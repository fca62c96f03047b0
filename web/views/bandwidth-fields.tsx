import type { ComponentChildren } from 'preact'
import type { Span } from '../../shared/bandwidth.ts'
import { shownRate, shownTime, spanNames, type Faults } from '../state/bandwidth-form.ts'
import { later } from '../text/catalogue.ts'

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly faults: Faults
}

interface RateProps extends FieldProps {
  /** Bytes a second; null for none. */
  readonly limit: number | null
  /** What is said below it. */
  readonly children?: ComponentChildren
}

/** A limit, MB/s. */
export function RateField({ name, label, faults, limit, children }: RateProps) {
  return (
    <Field kind="rate-field" name={name} label={label} faults={faults} below={children}>
      <span class="rate">
        <input
          {...described(name, faults, 'rate-hint')}
          type="text"
          inputmode="decimal"
          dir="ltr"
          autocomplete="off"
          defaultValue={shownRate(limit)}
        />
        <span>{later.bandwidth.unit}</span>
      </span>
    </Field>
  )
}

interface SpanProps {
  /** Counted from 1, as it is shown. */
  readonly number: number
  /** Its own in the form. */
  readonly id: number
  readonly span: Span
  readonly faults: Faults
  readonly onRemove: () => void
}

/** A time of the day and its limit. */
export function SpanFields({ number, id, span, faults, onRemove }: SpanProps) {
  const names = spanNames(id)
  return (
    <fieldset class="span">
      <legend>{later.bandwidth.span(number)}</legend>
      <TimeField
        name={names.from}
        label={later.bandwidth.from}
        faults={faults}
        minute={span.from}
      />
      <TimeField name={names.to} label={later.bandwidth.to} faults={faults} minute={span.to} />
      <RateField
        name={names.limit}
        label={later.bandwidth.limit}
        faults={faults}
        limit={span.limit}
      />
      <button
        type="button"
        class="button"
        aria-label={later.bandwidth.removeSpan(number)}
        onClick={onRemove}
      >
        {later.bandwidth.remove}
      </button>
    </fieldset>
  )
}

function TimeField({ name, label, faults, minute }: FieldProps & { readonly minute: number }) {
  return (
    <Field name={name} label={label} faults={faults}>
      <input {...described(name, faults)} type="time" required defaultValue={shownTime(minute)} />
    </Field>
  )
}

interface AnyFieldProps extends FieldProps {
  /** Its class beside that of all fields. */
  readonly kind?: string
  readonly children: ComponentChildren
  /** What is always said of it. */
  readonly below?: ComponentChildren
}

function Field({ kind = '', name, label, faults, children, below }: AnyFieldProps) {
  const fault = faults.get(name)
  return (
    <div class={`field ${kind}`}>
      <label for={name}>{label}</label>
      {children}
      {fault !== undefined && (
        <p class="fault" id={`${name}-fault`}>
          {fault}
        </p>
      )}
      {below}
    </div>
  )
}

/** @param hint the id of what is always said of the field */
function described(name: string, faults: Faults, hint?: string) {
  const isFaulty = faults.has(name)
  const ids = [isFaulty ? `${name}-fault` : undefined, hint].filter((id) => id !== undefined)
  return {
    id: name,
    name,
    'aria-invalid': isFaulty,
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
  }
}
