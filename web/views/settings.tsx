import '../style/fields.css'
import '../style/settings.css'
import type { ComponentChildren } from 'preact'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { lookAtPermissions, storageUse } from '../health/permissions.ts'
import { chooseTheme, themeNow, THEMES, type Theme } from '../health/theme.ts'
import { pathTo } from '../routing/route.ts'
import { bandwidth, limitFor } from '../state/limit.ts'
import { dismiss, notify } from '../state/notices.ts'
import { now } from '../state/page.ts'
import { format, later, text } from '../text/catalogue.ts'
import { openBandwidth } from './header.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { PermissionList } from './permission-list.tsx'
import { ViewHeading } from './view-heading.tsx'

/** What a person can set in this browser, and what the browser allows. */
export function Settings() {
  useEffect(() => {
    const look = () => {
      lookAtPermissions().catch((error: unknown) => {
        console.warn('the browser does not say what it allows', error)
      })
    }
    look()
    // They may have been changed in the browser's own settings.
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [])
  const { settings } = later
  return (
    <div class="settings">
      <div class="view-head">
        <ViewHeading>{text.views.settings}</ViewHeading>
        <p class="hint">{settings.what}</p>
      </div>
      <Card name="appearance" heading={settings.appearance}>
        <div class="choices">
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </Card>
      <Card name="speed" heading={settings.speed}>
        <SpeedLimit />
      </Card>
      <Card name="permissions" heading={settings.permissions}>
        <p class="hint">{settings.permissionsWhat}</p>
        <PermissionList />
      </Card>
      <Card name="storage" heading={settings.storage}>
        <StorageMeter />
        <p class="hint">{settings.storageWhat}</p>
      </Card>
      <Card name="more" heading={settings.more}>
        <p>{settings.moreWhat}</p>
        <p>
          <a href={pathTo('health')}>{settings.moreLink}</a>
        </p>
      </Card>
    </div>
  )
}

interface CardProps {
  /** For ids. */
  readonly name: string
  readonly heading: string
  readonly children: ComponentChildren
}

function Card({ name, heading, children }: CardProps) {
  return (
    <section class="card" aria-labelledby={`${name}-heading`}>
      <h2 id={`${name}-heading`}>{heading}</h2>
      {children}
    </section>
  )
}

function ThemeChoice() {
  const chosen = useSignal<Theme>(themeNow())
  const choose = (theme: Theme) => {
    try {
      chooseTheme(theme)
      dismiss('theme')
    } catch (error) {
      console.warn('the choice of colours was not kept', error)
      notify({ subject: 'theme', tone: 'problem', text: later.settings.notKept })
    }
    chosen.value = themeNow()
  }
  return (
    <fieldset class="themes">
      <legend>{later.settings.theme}</legend>
      {THEMES.map((theme) => (
        <label key={theme} class="choice">
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={theme === chosen.value}
            onChange={() => choose(theme)}
          />
          {later.settings.themes[theme]}
        </label>
      ))}
    </fieldset>
  )
}

/** What holds now; the dialog is the one of the header. */
function SpeedLimit() {
  const { speedNow, speedUnknown, speedChange } = later.settings
  return (
    <>
      <p>{bandwidth.value === null ? speedUnknown : speedNow(limitFor(now.value))}</p>
      <div>
        <button type="button" class="button" onClick={openBandwidth}>
          {speedChange}
        </button>
      </div>
    </>
  )
}

function StorageMeter() {
  const use = storageUse.value
  if (!use) return <p>{later.settings.storageUnknown}</p>
  const said = later.settings.storageUse(format.bytes(use.usage), format.bytes(use.quota))
  return (
    <div class="storage">
      <p>{said}</p>
      <meter
        min={0}
        max={use.quota}
        value={use.usage}
        high={use.quota * 0.9}
        aria-label={later.settings.storageMeter}
        aria-valuetext={said}
      />
    </div>
  )
}
