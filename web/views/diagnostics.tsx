import { useSignal } from '@preact/signals'
import { abilitiesHere } from '../health/abilities.ts'
import type { Connection } from '../health/connection.ts'
import { diagnosticsOf } from '../health/diagnostics.ts'
import { permissions, storageUse } from '../health/permissions.ts'
import { themeNow } from '../health/theme.ts'
import { copyText } from '../state/clipboard.ts'
import { closing } from '../state/closing.ts'
import { language } from '../state/language.ts'
import { online, phase, silent } from '../state/page.ts'
import { sayAnew } from '../state/say-anew.ts'
import { list } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'

/** A text for support: seen before it is copied. */
export function Diagnostics({ connection }: { connection: Connection | null }) {
  const { health } = later
  const withNames = useSignal(false)
  const isShown = useSignal(false)
  const said = useSignal('')
  const content = () => textNow(connection, withNames.value)
  const copy = () => {
    copyText(content()).then(
      () => sayAnew(said, health.copied),
      (error: unknown) => {
        console.warn('the text was not copied', error)
        sayAnew(said, health.copyFailed)
        isShown.value = true
      },
    )
  }
  return (
    <section class="card" aria-labelledby="diagnostics-heading">
      <h2 id="diagnostics-heading">{health.diagnostics}</h2>
      <p>{health.diagnosticsWhat}</p>
      <label class="choice">
        <input
          type="checkbox"
          checked={withNames.value}
          onChange={() => (withNames.value = !withNames.value)}
        />
        {health.names}
      </label>
      <div class="actions">
        <button type="button" class="button" onClick={copy}>
          {health.copy}
        </button>
        <span class="feedback" role="status">
          {said}
        </span>
      </div>
      <details
        open={isShown.value}
        onToggle={({ currentTarget }) => (isShown.value = currentTarget.open)}
      >
        <summary>{health.show}</summary>
        {isShown.value && (
          <textarea class="diagnostics" readOnly rows={16} dir="ltr" aria-label={health.text}>
            {content()}
          </textarea>
        )}
      </details>
    </section>
  )
}

function textNow(connection: Connection | null, withNames: boolean): string {
  const { userAgent, languages, hardwareConcurrency } = navigator
  return diagnosticsOf(
    {
      now: new Date(),
      build: buildName(),
      browser: {
        agent: userAgent,
        languages: [...languages],
        processors: hardwareConcurrency,
        online: online.value,
      },
      language: language.value,
      theme: themeNow(),
      phase: phase.value,
      isWorkerSilent: silent.value,
      abilities: abilitiesHere(),
      permissions: permissions.value,
      storage: storageUse.value,
      connection,
      closing: closing.value,
      uploads: list.views(),
    },
    withNames,
  )
}

/** Of the page's script, whose name changes with its content. */
function buildName(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]')
  return script?.src.split('/').at(-1) ?? ''
}
