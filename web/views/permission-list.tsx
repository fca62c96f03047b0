import { useSignal } from '@preact/signals'
import { askForNotifications, askToKeep, background, permissions } from '../health/permissions.ts'
import type { Permit } from '../health/permit.ts'
import { sayAnew } from '../state/say-anew.ts'
import { later } from '../text/catalogue.ts'

/** What each permission is for, whether it is given, and what to do about it. */
export function PermissionList() {
  const { settings } = later
  const given = permissions.value
  return (
    <ul class="permissions">
      <Permission
        name="notifications"
        what={settings.notifications}
        why={settings.notificationsWhat}
        permit={given && given.notifications}
        ask={{ label: settings.notificationsAsk, act: askForNotifications }}
      />
      <Permission
        name="keep"
        what={settings.keep}
        why={settings.keepWhat}
        permit={given && given.keep}
        ask={{
          label: settings.keepAsk,
          act: async () => ((await askToKeep()) ? undefined : settings.keepRefused),
        }}
      />
      <Permission
        name="background"
        what={settings.background}
        why={settings.backgroundWhat}
        permit={background.value}
      />
      <li>
        <h3>{settings.files}</h3>
        <p class="permit">{settings.filesState}</p>
        <p class="hint">{settings.filesWhat}</p>
      </li>
    </ul>
  )
}

interface PermissionProps {
  /** For tests and the log. */
  readonly name: string
  readonly what: string
  readonly why: string
  /** null until it is known. */
  readonly permit: Permit | null
  readonly ask?: {
    readonly label: string
    /** Gives what is to be said of it afterwards, if anything. */
    readonly act: () => Promise<string | undefined | void>
  }
}

function Permission({ name, what, why, permit, ask }: PermissionProps) {
  const said = useSignal('')
  const act = () => {
    ask?.act().then(
      (answer) => sayAnew(said, answer ?? ''),
      (error: unknown) => {
        console.warn(`${name} was not asked for`, error)
        sayAnew(said, later.settings.failed)
      },
    )
  }
  return (
    <li data-testid={name}>
      <h3>{what}</h3>
      {permit && <p class={`permit ${permit}`}>{later.settings.permits[permit]}</p>}
      <p class="hint">{why}</p>
      {permit === 'denied' && <p class="hint">{later.settings.denied}</p>}
      {ask && permit === 'prompt' && (
        <div>
          <button type="button" class="button" onClick={act}>
            {ask.label}
          </button>
        </div>
      )}
      <p class="said" role="status">
        {said}
      </p>
    </li>
  )
}
