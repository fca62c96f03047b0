import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { UploadView } from '../../shared/messages.ts'
import { PRIORITIES } from '../../shared/order.ts'
import { closeDialog, dialog } from '../state/dialogs.ts'
import { arrange, moveBy, placeIn, sortedViews, type Step } from '../state/order.ts'
import { list } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'
import { fullName } from '../uploads/order.ts'
import { readStart, shownStart, usualStarts } from '../uploads/starts.ts'
import '../style/fields.css'

const STEPS: readonly Step[] = ['top', 'up', 'down', 'end']

/** Asks when these uploads are to be sent. */
export function openOrder(ids: readonly string[]): void {
  dialog.value = { type: 'order', View: () => <Order ids={ids} /> }
}

/** The place and priority of uploads, and when they start. */
function Order({ ids }: { ids: readonly string[] }) {
  const form = useRef<HTMLFormElement>(null)
  const { wrong, read } = useStart()
  const now = useRef(Date.now()).current
  const views = sortedViews(ids)
  const [only, ...others] = views
  const { order } = later
  const priorities = new Set(views.map(({ priority = 'normal' }) => priority))
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (!form.current) return
    const start = read(form.current)
    if (start === null) return
    const chosen = new FormData(form.current)
    closeDialog()
    const priority = PRIORITIES.find((one) => one === chosen.get('priority'))
    arrange(ids, {
      priority:
        priorities.size === 1 && priorities.has(priority ?? 'normal') ? undefined : priority,
      startAt: start === 'same' ? undefined : start === 'now' ? 0 : start,
    })
  }
  return (
    <form ref={form} class="order" noValidate onSubmit={save}>
      <h2 id="dialog-heading">
        {only && others.length === 0 ? order.heading(fullName(only)) : order.headingOf(ids.length)}
      </h2>
      {only && others.length === 0 && <Place id={only.id} />}
      <fieldset>
        <legend>{order.priority}</legend>
        <p class="hint">{order.priorityHint}</p>
        <div class="choices">
          {PRIORITIES.map((priority) => (
            <label key={priority} class="choice">
              <input
                type="radio"
                name="priority"
                value={priority}
                defaultChecked={priorities.size === 1 && priorities.has(priority)}
              />
              {order.priorities[priority]}
            </label>
          ))}
        </div>
      </fieldset>
      <Start now={now} before={startOf(views, now)} wrong={wrong} />
      <div class="actions">
        <button type="submit" class="button primary">
          {order.save}
        </button>
        <button type="button" class="button" onClick={closeDialog}>
          {order.close}
        </button>
      </div>
    </form>
  )
}

/** When these start: null for at once, or where that is over; undefined where they differ. */
export function startOf(views: readonly UploadView[], now: number): number | null | undefined {
  const starts = new Set(views.map(({ startAt = 0 }) => (startAt > now ? startAt : null)))
  return starts.size === 1 ? [...starts][0] : undefined
}

/** Where it stands among those of its priority; moves it at once. */
function Place({ id }: { id: string }) {
  const uploads = list.order.value
  const view = list.find(id)
  if (!view) return null
  const { place, count } = placeIn(uploads, view)
  const { order } = later
  return (
    <div class="place" role="group" aria-label={order.place}>
      <p>{order.placeOf(place, count)}</p>
      <div class="actions">
        {STEPS.map((step) => (
          <button
            key={step}
            type="button"
            class="button"
            aria-disabled={(step === 'top' || step === 'up' ? 1 : count) === place}
            onClick={() => moveBy(id, step)}
          >
            {order.steps[step]}
          </button>
        ))}
      </div>
    </div>
  )
}

/** A start that was chosen and is over. */
interface Wrong {
  /** How often it was said: it is said anew each time. */
  readonly times: number
  /** Whether it is the one that was entered. */
  readonly isEntered: boolean
}

/** Reads the start that is chosen in a form, by the present time: it may have come while that was open. */
export function useStart() {
  const wrong = useSignal<Wrong>({ times: 0, isEntered: false })
  const read = (form: HTMLFormElement) => {
    const chosen = new FormData(form)
    const start = startIn(chosen, Date.now())
    if (start !== null) return start
    const isEntered = chosen.get('start') === 'other'
    wrong.value = { times: wrong.peek().times + 1, isEntered }
    form.querySelector<HTMLElement>(isEntered ? '[name=time]' : '[name=start]:checked')?.focus()
    return null
  }
  return { wrong: wrong.value, read }
}

interface StartProps {
  readonly now: number
  /** ms since 1970; null for at once, undefined where uploads differ. */
  readonly before: number | null | undefined
  readonly wrong: Wrong
}

/** When they start. */
export function Start({ now, before, wrong }: StartProps) {
  const { order } = later
  const { evening, morning } = usualStarts(now)
  const times = [evening, morning].sort((a, b) => a - b)
  const isOther = typeof before === 'number' && !times.includes(before)
  return (
    <fieldset>
      <legend>{order.start}</legend>
      <p class="hint">{order.startHint}</p>
      <div class="choices column">
        {before === undefined && (
          <label class="choice">
            <input type="radio" name="start" value="same" defaultChecked />
            {order.same}
          </label>
        )}
        <label class="choice">
          <input type="radio" name="start" value="now" defaultChecked={before === null} />
          {order.atOnce}
        </label>
        {times.map((time) => (
          <label key={time} class="choice">
            <input type="radio" name="start" value={time} defaultChecked={before === time} />
            {capital(order.at(time))}
          </label>
        ))}
        <div class="choice">
          <label class="choice">
            <input type="radio" name="start" value="other" defaultChecked={isOther} />
            {order.other}
          </label>
          <input
            class="input"
            type="datetime-local"
            name="time"
            aria-label={order.otherTime}
            aria-invalid={wrong.isEntered}
            aria-describedby={wrong.isEntered ? 'start-fault' : undefined}
            min={shownStart(now)}
            defaultValue={shownStart(isOther ? before : evening)}
            onInput={({ currentTarget: { form } }) => {
              const radio = form?.querySelector<HTMLInputElement>('[value=other]')
              if (radio) radio.checked = true
            }}
          />
        </div>
        {wrong.times > 0 && (
          <p key={wrong.times} class="fault" id="start-fault" role="alert">
            {order.past}
          </p>
        )}
      </div>
    </fieldset>
  )
}

/** As it begins a line. */
function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

/** What is chosen, a time in ms since 1970; null where that is over. */
export function startIn(chosen: FormData, now: number): number | 'now' | 'same' | null {
  const start = chosen.get('start')
  if (start === 'now' || start === 'same') return start
  const time = chosen.get('time')
  if (start === 'other') return readStart(typeof time === 'string' ? time : '', now)
  return Number(start) > now ? Number(start) : null
}
