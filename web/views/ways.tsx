import type { UploadDetail } from '../../shared/upload-detail.ts'
import { limitFor } from '../state/limit.ts'
import { now } from '../state/page.ts'
import { format, later } from '../text/catalogue.ts'

/** By which host names its parts go, and how many at once. */
export function Ways({ detail }: { detail: UploadDetail }) {
  const { hosts, lanes, parts } = detail
  const sending = parts.filter(({ stage }) => stage === 'sending')
  const limit = limitFor(now.value)
  const retried = parts.filter(({ failures }) => failures > 0).length
  return (
    <section class="card" aria-labelledby="ways-heading">
      <h2 id="ways-heading">{later.detail.ways}</h2>
      <p class="aside">{later.detail.lanes(sending.length, lanes)}</p>
      {limit !== null && <p class="aside">{later.settings.speedNow(limit)}</p>}
      {retried > 0 && <p class="aside">{later.detail.retried(retried)}</p>}
      {hosts.length > 0 && (
        <ul class="hosts">
          {hosts.map(({ origin, state, rate }) => (
            <li key={origin}>
              <span class="host">
                <bdi>{hostOf(origin)}</bdi>
              </span>
              <span class={`host-state ${state}`}>{later.detail.hostStates[state]}</span>
              <span>
                {later.detail.sentTo(sending.filter(({ host }) => host === origin).length)}
              </span>
              {rate !== null && <span>{later.detail.each(format.speed(rate * 1000))}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '')
}
