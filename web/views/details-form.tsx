import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Answers } from '../../shared/details.ts'
import { isHash } from '../../shared/form.ts'
import type { Question } from '../state/asking.ts'
import {
  defaultsOf,
  elementOf,
  isMarked,
  readDetails,
  readEntered,
  type Faults,
} from '../state/details-fields.ts'
import { later, text } from '../text/catalogue.ts'
import { DetailsField, FieldOfOneFile } from './details-field.tsx'
import '../style/fields.css'
import '../style/details.css'

/** The operator's form, filled in once for all files that are added together. */
export function DetailsForm({ form, initial, faults: wrong, found, ...question }: Question) {
  const { corrected = '', answer, keep, forget } = question
  const element = useRef<HTMLFormElement>(null)
  const filled = useSignal<{ answers: Answers; times: number }>({ answers: initial, times: 0 })
  const faults = useSignal(wrong)
  /** Undoes that the form was cleared; null where it was not, or something was entered since. */
  const putBack = useSignal<(() => void) | null>(null)
  const said = useSignal({ isGood: true, text: '' })
  /** The name of the field that is to have the focus. */
  const toFocus = useRef<string | null>(
    nameToBegin([...faults.peek().keys()], form.fields[0]?.name),
  )
  const placeFocus = () => {
    if (!element.current || toFocus.current === null) return
    const target = elementOf(element.current, toFocus.current)
    target?.focus()
    if (target === document.activeElement) toFocus.current = null
  }
  useLayoutEffect(placeFocus)
  // At first the dialog around it is not open yet; it opens with the focus on whatever comes first.
  useEffect(placeFocus, [])
  const isOfSeveral = found !== null && found.value.count > 1
  const lacksHash = isOfSeveral && form.fields.some((field) => isHash(field) && field.isRequired)
  // However it is closed: who asks waits for an answer.
  useEffect(() => () => answer(null), [])

  const keepEntered = () => {
    if (element.current) keep(readEntered(form, element.current), faults.peek())
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    if (!element.current || (found && !found.value.isAll)) return
    if (lacksHash) {
      said.value = { isGood: false, text: later.details.mustBeAlone }
      return
    }
    const entered = readDetails(form, element.current)
    faults.value = entered.faults
    if (entered.faults.size === 0) return answer(entered.details)
    keepEntered()
    const [first = ''] = entered.faults.keys()
    toFocus.current = first
    const isTogether = entered.faults.has('')
    const { faults: why, faulty, stillFaulty } = later.details
    const marked = found ? faulty : stillFaulty
    said.value = {
      isGood: false,
      text: isTogether ? why.size(undefined) : marked(entered.faults.size),
    }
  }
  const refill = (answers: Answers, marked: Faults, feedback: string) => {
    filled.value = { answers, times: filled.value.times + 1 }
    faults.value = marked
    said.value = { isGood: true, text: feedback }
  }
  const clear = () => {
    if (!element.current) return
    const entered = readEntered(form, element.current)
    const marked = faults.peek()
    const rememberAgain = forget()
    refill(defaultsOf(form), new Map(), later.details.cleared)
    putBack.value = () => {
      rememberAgain()
      keep(entered, marked)
      refill(entered, marked, later.details.putBack)
      putBack.value = null
    }
  }
  const type = () => {
    putBack.value = null
    keepEntered()
  }
  const hasMarked = form.fields.some(isMarked)
  return (
    <form ref={element} class="details-form" noValidate onSubmit={send} onInput={type}>
      <h2 id="dialog-heading" dir="auto">
        {form.title || later.details.heading}
      </h2>
      {form.description !== '' && (
        <p class="description" dir="auto">
          {form.description}
        </p>
      )}
      <p class="hint">
        {found ? later.details.once : later.details.sendAll}{' '}
        {!found && form.fields.some(isHash) && `${later.details.hashOf(corrected)} `}
        {hasMarked && later.details.required}
      </p>
      {form.fields.map((field) =>
        isOfSeveral && isHash(field) ? (
          <FieldOfOneFile key={field.name} field={field} />
        ) : (
          <DetailsField
            key={`${field.name} ${filled.value.times}`}
            field={field}
            initial={filled.value.answers[field.name]}
            rule={faults.value.get(field.name)}
          />
        ),
      )}
      <div class="actions">
        <span class={said.value.isGood ? 'feedback' : 'feedback bad'} role="status">
          {said.value.text}
        </span>
        <button
          type="submit"
          class="button primary"
          aria-disabled={lacksHash || found?.value.isAll === false}
        >
          {found ? labelOf(found.value) : later.details.send}
        </button>
        <button type="button" class="button" onClick={putBack.value ?? clear}>
          {putBack.value ? text.home.undo : later.details.clear}
        </button>
        <button type="button" class="button" onClick={() => answer(null)}>
          {found ? later.details.cancel : later.details.close}
        </button>
      </div>
    </form>
  )
}

function labelOf({ count, isAll }: { count: number; isAll: boolean }): string {
  return isAll ? later.details.add(count) : later.details.counting(count)
}

/** The first field that is wrong, else the first one. */
function nameToBegin(faulty: readonly string[], first = ''): string {
  return faulty.find((name) => name !== '') ?? first
}
