import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { limitAt, MOST_SPANS, type Bandwidth, type Span } from '../../shared/bandwidth.ts'
import { bandwidth as known } from '../state/limit.ts'
import { readBandwidth, spanNames, type Faults } from '../state/bandwidth-form.ts'
import { closeDialog } from '../state/dialogs.ts'
import { later } from '../text/catalogue.ts'
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
      feedback.value = { isGood: false, said: later.bandwidth.faulty }
      return
    }
    feedback.value = NOTHING
    setBandwidth(entered.bandwidth).then(
      (now) => {
        inForce.value = now
        known.value = now
        feedback.value = { isGood: true, said: later.bandwidth.saved }
      },
      (error: unknown) => {
        console.warn('the speed limit was not saved', error)
        const said = isStorageFull(error) ? later.bandwidth.storageFull : later.bandwidth.failed
        feedback.value = { isGood: false, said }
      },
    )
  }
  return (
    <form ref={form} noValidate onSubmit={save} onInput={() => (feedback.value = NOTHING)}>
      <h2 id="dialog-heading">{later.bandwidth.heading}</h2>
      <p>{later.bandwidth.what}</p>
      <p>{later.bandwidth.now(limitAt(inForce.value, minuteOfNow()))}</p>
      <RateField
        name="usual"
        label={later.bandwidth.usual}
        faults={faults.value}
        limit={bandwidth.usual}
      >
        <p class="hint" id="rate-hint">
          {later.bandwidth.rateHint}
        </p>
      </RateField>
      <h3>{later.bandwidth.spans}</h3>
      <p class="hint">
        {later.bandwidth.spansHint} {spans.value.length > 1 && later.bandwidth.overlap}
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
          {later.bandwidth.add}
        </button>
      </div>
      {'BackgroundFetchManager' in window && <p class="hint">{later.bandwidth.background}</p>}
      <div class="actions">
        <span class={feedback.value.isGood ? 'feedback' : 'feedback bad'} role="status">
          {feedback.value.said}
        </span>
        <button type="submit" class="button primary">
          {later.bandwidth.save}
        </button>
        <button type="button" class="button" onClick={closeDialog}>
          {later.bandwidth.close}
        </button>
      </div>
    </form>
  )
}

function minuteOfNow(): number {
  const now = new Date()
  return now.getHours() * 60 + now.getMinutes()
}
