import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { limitAt, MOST_SPANS, type Bandwidth, type Span } from '../../shared/bandwidth.ts'
import { readBandwidth, spanNames, type Faults } from '../state/bandwidth-form.ts'
import { closeDialog } from '../state/dialogs.ts'
import { bandwidthText as text } from '../text/bandwidth.ts'
import { bandwidth as setBandwidth, isStorageFull } from '../worker-door.ts'
import { RateField, SpanFields } from './bandwidth-fields.tsx'
import '../style/fields.css'

const NEW_SPAN: Span = { from: 8 * 60, to: 18 * 60, limit: 2_000_000 }
const NO_FAULTS: Faults = new Map()
const NOTHING = { isGood: true, said: '' }

/** A limit for all uploads, and others for times of the day. */
export function BandwidthView({ bandwidth }: { bandwidth: Bandwidth }) {
  const form = useRef<HTMLFormElement>(null)
  const inForce = useSignal(bandwidth)
  const spans = useSignal(bandwidth.spans.map((span, id) => ({ span, id })))
  const nextId = useRef(bandwidth.spans.length)
  const faults = useSignal(NO_FAULTS)
  const feedback = useSignal(NOTHING)
  /** The name of the field or button that is to have the focus. */
  const toFocus = useRef<string | null>(null)
  useLayoutEffect(() => {
    const element = form.current?.elements.namedItem(toFocus.current ?? '')
    toFocus.current = null
    if (element instanceof HTMLElement) element.focus()
  })

  const add = () => {
    const id = nextId.current++
    toFocus.current = spanNames(id).from
    spans.value = [...spans.value, { span: NEW_SPAN, id }]
    feedback.value = NOTHING
  }
  const remove = (removed: number) => {
    toFocus.current = 'add'
    spans.value = spans.value.filter(({ id }) => id !== removed)
    feedback.value = NOTHING
  }
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (!form.current) return
    const entered = readBandwidth(
      form.current,
      spans.value.map(({ id }) => id),
    )
    faults.value = entered.faults
    const [firstFaulty] = entered.faults.keys()
    if (firstFaulty !== undefined) {
      toFocus.current = firstFaulty
      feedback.value = { isGood: false, said: text.faulty }
      return
    }
    feedback.value = NOTHING
    setBandwidth(entered.bandwidth).then(
      (now) => {
        inForce.value = now
        feedback.value = { isGood: true, said: text.saved }
      },
      (error: unknown) => {
        console.warn('the speed limit was not saved', error)
        const said = isStorageFull(error) ? text.storageFull : text.failed
        feedback.value = { isGood: false, said }
      },
    )
  }
  return (
    <form ref={form} noValidate onSubmit={save} onInput={() => (feedback.value = NOTHING)}>
      <h2 id="dialog-heading">{text.heading}</h2>
      <p>{text.what}</p>
      <p>{text.now(limitAt(inForce.value, minuteOfNow()))}</p>
      <RateField name="usual" label={text.usual} faults={faults.value} limit={bandwidth.usual}>
        <p class="hint" id="rate-hint">
          {text.rateHint}
        </p>
      </RateField>
      <h3>{text.spans}</h3>
      <p class="hint">
        {text.spansHint} {spans.value.length > 1 && text.overlap}
      </p>
      {spans.value.map(({ span, id }, index) => (
        <SpanFields
          key={id}
          id={id}
          number={index + 1}
          span={span}
          faults={faults.value}
          onRemove={() => remove(id)}
        />
      ))}
      <div>
        <button
          type="button"
          name="add"
          class="button"
          disabled={spans.value.length >= MOST_SPANS}
          onClick={add}
        >
          {text.add}
        </button>
      </div>
      {'BackgroundFetchManager' in window && <p class="hint">{text.background}</p>}
      <div class="actions">
        <span class={feedback.value.isGood ? 'feedback' : 'feedback bad'} role="status">
          {feedback.value.said}
        </span>
        <button type="submit" class="button primary">
          {text.save}
        </button>
        <button type="button" class="button" onClick={closeDialog}>
          {text.close}
        </button>
      </div>
    </form>
  )
}

function minuteOfNow(): number {
  const now = new Date()
  return now.getHours() * 60 + now.getMinutes()
}
