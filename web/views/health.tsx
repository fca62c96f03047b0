import '../style/fields.css'
import '../style/settings.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ABILITIES, abilitiesHere } from '../health/abilities.ts'
import type { Connection } from '../health/connection.ts'
import { lookAtPermissions } from '../health/permissions.ts'
import { later, text } from '../text/catalogue.ts'
import { ConnectionCheck } from './connection-check.tsx'
import { Diagnostics } from './diagnostics.tsx'
import { Icon } from './icon.tsx'
import { ViewHeading } from './view-heading.tsx'

/** Whether all that uploads need is there, and what to tell support. */
export function Health() {
  const connection = useSignal<Connection | null>(null)
  useEffect(() => {
    lookAtPermissions().catch((error: unknown) => {
      console.warn('the browser does not say what it allows', error)
    })
  }, [])
  return (
    <div class="settings">
      <div class="view-head">
        <ViewHeading>{text.views.health}</ViewHeading>
        <p class="hint">{later.health.what}</p>
      </div>
      <ConnectionCheck connection={connection} />
      <Abilities />
      <Diagnostics connection={connection.value} />
    </div>
  )
}

function Abilities() {
  const has = abilitiesHere()
  const { browser, yes, no, abilities } = later.health
  return (
    <section class="card" aria-labelledby="browser-heading">
      <h2 id="browser-heading">{browser}</h2>
      <ul class="permissions">
        {ABILITIES.map((ability) => {
          const [what, ifSo, ifNot] = abilities[ability]
          return (
            <li key={ability}>
              <h3>{what}</h3>
              <p class={`permit ${has[ability] ? 'granted' : 'denied'}`}>
                <Icon name={has[ability] ? 'check' : 'cancel'} />
                {has[ability] ? yes : no}
              </p>
              <p class="hint">{has[ability] ? ifSo : ifNot}</p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
