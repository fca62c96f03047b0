import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { readNumber } from '../../text/entered-number.ts'
import { AdminError, api, type NewLink } from '../api.ts'
import { useWork } from '../state/answer.ts'
import { text } from '../text/catalogue.ts'
import { Button, Copyable, Problem } from './parts.tsx'

const DAY_SECONDS = 86_400
const DAYS = [1, 7, 30, 90, 365] as const
const USUAL_DAYS = '7'
const GB = 1_000_000_000
const LEAST_GB = 0.001

/** A link that was made just now. */
export interface Made {
  readonly address: string
  readonly admin: boolean
}

/** The form by which a link is made. */
export function MakeLink({ onMade }: { onMade: (made: Made) => void }) {
  const form = useRef<HTMLFormElement>(null)
  const wrong = useSignal<string | null>(null)
  const work = useWork()
  const submit = (event: Event) => {
    event.preventDefault()
    if (!form.current) return
    const wanted = readForm(new FormData(form.current))
    wrong.value = null
    work.run(async () => {
      try {
        const { token } = await api.makeLink(wanted)
        form.current?.reset()
        const page = wanted.admin ? '/admin' : '/'
        onMade({ address: `${location.origin}${page}#link=${token}`, admin: wanted.admin })
      } catch (error) {
        wrong.value = wrongField(error)
        if (wrong.value === null) throw error
      }
    })
  }
  return (
    <details class="card make">
      <summary>{text.links.make}</summary>
      <form ref={form} onSubmit={submit}>
        <div class="fields">
          <label>
            <span>{text.links.label}</span>
            <input name="label" maxLength={100} placeholder={text.links.labelHint} />
          </label>
          <label>
            <span>{text.links.prefix}</span>
            <input name="prefix" maxLength={200} placeholder={text.links.prefixHint} />
          </label>
          <label>
            <span>{text.links.expires}</span>
            <select name="days" ref={chooseUsual}>
              {DAYS.map((days) => (
                <option key={days} value={days}>
                  {text.links.days(days)}
                </option>
              ))}
            </select>
          </label>
          <label class="whole">
            <span>{text.links.note}</span>
            <textarea name="note" rows={2} maxLength={1000} placeholder={text.links.noteHint} />
          </label>
          {(['maxFiles', 'maxBytes', 'maxFileSize'] as const).map((name) => (
            <label key={name}>
              <span>{text.links[name]}</span>
              <input
                name={name}
                inputMode={name === 'maxFiles' ? 'numeric' : 'decimal'}
                autocomplete="off"
                placeholder={text.links.noLimit}
                onInput={({ currentTarget }) =>
                  currentTarget.setCustomValidity(faultOf(currentTarget.value, name))
                }
              />
            </label>
          ))}
          <label class="whole">
            <span>{text.links.notify}</span>
            <input
              name="notify"
              type="email"
              maxLength={254}
              autocomplete="off"
              placeholder={text.links.notifyHint}
              aria-describedby="notify-why"
            />
          </label>
          <p class="hint whole" id="notify-why">
            {text.links.notifyWhy}
          </p>
        </div>
        <label class="check-line">
          <input type="checkbox" name="admin" />
          <span>{text.links.admin}</span>
        </label>
        <Problem words={wrong.value === null ? work.problem : text.links.wrong(wrong.value)} />
        <div class="actions">
          <button type="submit" class="button primary" aria-disabled={work.busy}>
            {text.links.submit}
          </button>
        </div>
      </form>
    </details>
  )
}

/** Preact sets no `selected` attribute, to which a form's reset goes back. */
function chooseUsual(select: HTMLSelectElement | null): void {
  for (const option of select?.options ?? []) option.defaultSelected = option.value === USUAL_DAYS
}

type Limit = 'maxFiles' | 'maxBytes' | 'maxFileSize'

/** What is wrong with a limit that was entered; nothing where it is one, or none. */
function faultOf(entered: string, limit: Limit): string {
  const number = readNumber(entered)
  if (number === null) return ''
  if (number === 'grouped') return text.links.grouped
  if (limit === 'maxFiles') {
    return Number.isInteger(number) && Number(number) > 0 ? '' : text.links.count
  }
  return Number.isFinite(number) && Number(number) >= LEAST_GB ? '' : text.links.amount
}

function readForm(data: FormData): NewLink {
  const given = (name: string) => {
    const value = data.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const most = (name: Limit, unit: number) => {
    const number = readNumber(given(name))
    return typeof number === 'number' ? Math.round(number * unit) : null
  }
  return {
    label: given('label'),
    note: given('note'),
    prefix: folder(given('prefix')),
    expiresInSeconds: Number(given('days')) * DAY_SECONDS,
    maxFiles: most('maxFiles', 1),
    maxBytes: most('maxBytes', GB),
    maxFileSize: most('maxFileSize', GB),
    notify: given('notify') || null,
    admin: data.get('admin') !== null,
  }
}

/** A folder's name, which people write without the sign at its end. */
function folder(name: string): string {
  return name === '' || name.endsWith('/') ? name : `${name}/`
}

/** Which field the server did not take, in words; null where it is not that. */
function wrongField(error: unknown): string | null {
  if (!(error instanceof AdminError) || error.code !== 'bad_request') return null
  const name = /: (\w+)$/.exec(error.message)?.[1]
  const fields: Readonly<Record<string, string>> = text.links.fields
  return (name === undefined ? undefined : fields[name]) ?? null
}

/** Shows a link, the only time that it can be: Escape does not close it before it was copied. */
export function MadeLink({ made, onClose }: { made: Made; onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isCopied = useRef(false)
  useEffect(() => {
    const dialog = heading.current?.closest('dialog')
    const keepOpen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isCopied.current) event.preventDefault()
    }
    dialog?.addEventListener('keydown', keepOpen)
    return () => dialog?.removeEventListener('keydown', keepOpen)
  }, [])
  return (
    <>
      <h2 id="dialog-heading" ref={heading}>
        {text.links.madeHeading}
      </h2>
      <p>{made.admin ? text.links.madeAdmin : text.links.made}</p>
      <Copyable
        value={made.address}
        label={text.links.link}
        onCopied={() => (isCopied.current = true)}
      />
      <div class="actions">
        <Button onClick={onClose}>{text.close}</Button>
      </div>
    </>
  )
}
