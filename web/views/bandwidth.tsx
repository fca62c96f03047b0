import { useSignal } from '@preact/signals'
import type { Bandwidth } from '../../shared/bandwidth.ts'
import { closeDialog } from '../state/dialogs.ts'
import { bandwidthText as text } from '../text/bandwidth.ts'
import { bandwidth as setBandwidth } from '../worker-door.ts'

const MB = 1_000_000

/** A limit for all uploads, and another one for a time of the day. */
export function BandwidthView({ bandwidth }: { bandwidth: Bandwidth }) {
  const feedback = useSignal('')
  const [span] = bandwidth.spans
  const isTimed = useSignal(span !== undefined)
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    setBandwidth(read(new FormData(event.currentTarget), isTimed.value)).then(
      () => (feedback.value = text.saved),
      (error: unknown) => {
        console.warn('the speed limit was not saved', error)
        feedback.value = text.failed
      },
    )
  }
  return (
    <form onSubmit={save}>
      <h2 id="dialog-heading">{text.heading}</h2>
      <p>{text.what}</p>
      <Limit name="usual" label={text.usual} value={bandwidth.usual} />
      <label>
        <input
          type="checkbox"
          checked={isTimed}
          onChange={({ currentTarget }) => (isTimed.value = currentTarget.checked)}
        />{' '}
        {text.timed}
      </label>
      {isTimed.value && (
        <>
          <Time name="from" label={text.from} minute={span?.from ?? 8 * 60} />
          <Time name="to" label={text.to} minute={span?.to ?? 18 * 60} />
          <Limit name="limit" label={text.limit} value={span?.limit ?? 2 * MB} />
        </>
      )}
      <p class="hint">{text.background}</p>
      <div class="actions">
        <button class="button primary">{text.save}</button>
        <button type="button" class="button" onClick={closeDialog}>
          {text.close}
        </button>
        <span class="feedback" role="status">
          {feedback}
        </span>
      </div>
    </form>
  )
}

interface LimitProps {
  readonly name: string
  readonly label: string
  /** Bytes a second; null for none. */
  readonly value: number | null
}

function Limit({ name, label, value }: LimitProps) {
  return (
    <label class="watch-link">
      <span>{label}</span>
      <input
        name={name}
        type="number"
        min="0.01"
        max="10000"
        step="any"
        defaultValue={value === null ? '' : String(value / MB)}
      />
    </label>
  )
}

function Time({ name, label, minute }: { name: string; label: string; minute: number }) {
  const digits = (number: number) => String(number).padStart(2, '0')
  const value = `${digits(Math.floor(minute / 60) % 24)}:${digits(minute % 60)}`
  return (
    <label class="watch-link">
      <span>{label}</span>
      <input name={name} type="time" required defaultValue={value} />
    </label>
  )
}

function read(form: FormData, isTimed: boolean): Bandwidth {
  const textOf = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const limitOf = (name: string) => (textOf(name) === '' ? null : Number(textOf(name)) * MB)
  const minuteOf = (name: string) => {
    const [hours, minutes] = textOf(name).split(':')
    return Number(hours) * 60 + Number(minutes)
  }
  const span = { from: minuteOf('from'), to: minuteOf('to'), limit: limitOf('limit') }
  return { usual: limitOf('usual'), spans: isTimed ? [span] : [] }
}
