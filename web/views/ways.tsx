import type { UploadDetail } from '../../shared/messages.ts'
import { detail as words } from '../text/detail.ts'
import { format } from '../text/en.ts'

/** By which host names its parts go, and how many at once. */
export function Ways({ detail }: { detail: UploadDetail }) {
  const { hosts, lanes, parts } = detail
  const sending = parts.filter(({ stage }) => stage === 'sending')
  const retried = parts.filter(({ failures }) => failures > 0).length
  return (
    <section class="card" aria-labelledby="ways-heading">
      <h2 id="ways-heading">{words.ways}</h2>
      <p class="aside">{words.lanes(sending.length, lanes)}</p>
      {retried > 0 && <p class="aside">{words.retried(retried)}</p>}
      {hosts.length > 0 && (
        <ul class="hosts">
          {hosts.map(({ origin, state, rate }) => (
            <li key={origin}>
              <span class="host">{hostOf(origin)}</span>
              <span class={`host-state ${state}`}>{words.hostStates[state]}</span>
              <span>{words.sentTo(sending.filter(({ host }) => host === origin).length)}</span>
              {rate !== null && <span>{words.each(format.speed(rate * 1000))}</span>}
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
