import { useSignal, type Signal } from '@preact/signals'
import { tryConnection, verdictOf, type Connection } from '../health/connection.ts'
import { sayAnew } from '../state/say-anew.ts'
import { later } from '../text/catalogue.ts'

/** Tries server and storage when it is asked for. */
export function ConnectionCheck({ connection }: { connection: Signal<Connection | null> }) {
  const isTrying = useSignal(false)
  const said = useSignal('')
  const start = () => {
    if (isTrying.value) return
    isTrying.value = true
    tryConnection({
      fetch: (url, init) => fetch(url, init),
      clock: () => performance.now(),
      now: () => new Date(),
      warn: (text, cause) => console.warn(text, cause),
    })
      .then(
        (found) => {
          connection.value = found
          sayAnew(said, later.health[`${verdictOf(found)}Verdict`])
        },
        (error: unknown) => console.warn('the connection could not be tried', error),
      )
      .finally(() => (isTrying.value = false))
  }
  const found = connection.value
  const { health } = later
  const label = found ? health.again : health.start
  return (
    <section class="card" aria-labelledby="connection-heading">
      <h2 id="connection-heading">{health.connection}</h2>
      <p>{health.connectionWhat}</p>
      <div>
        <button type="button" class="button primary" aria-disabled={isTrying.value} onClick={start}>
          {isTrying.value ? health.trying : label}
        </button>
      </div>
      <p class={found ? `verdict-of ${verdictOf(found)}` : undefined} role="status">
        {said.value}
      </p>
      {found && <Answers connection={found} />}
    </section>
  )
}

function Answers({ connection }: { connection: Connection }) {
  const { health } = later
  const { server, isReady, hosts } = connection
  return (
    <ul class="permissions answers">
      <Answer what={health.server} roundTrip={server?.roundTrip ?? null} />
      {isReady !== null && (
        <li>
          <h3>{health.storage}</h3>
          <p class={`permit ${isReady ? 'granted' : 'denied'}`}>
            {isReady ? health.ready : health.silent}
          </p>
        </li>
      )}
      {hosts.map(({ origin, roundTrip }) => (
        <Answer key={origin} what={health.host} origin={origin} roundTrip={roundTrip} />
      ))}
    </ul>
  )
}

interface AnswerProps {
  readonly what: string
  readonly origin?: string
  readonly roundTrip: number | null
}

function Answer({ what, origin, roundTrip }: AnswerProps) {
  const isThere = roundTrip !== null
  return (
    <li>
      <h3>{what}</h3>
      <p class={`permit ${isThere ? 'granted' : 'denied'}`}>
        {isThere ? later.health.answers(Math.max(1, Math.round(roundTrip))) : later.health.silent}
      </p>
      {origin !== undefined && (
        <p class="hint">
          <bdi>{origin}</bdi>
        </p>
      )}
    </li>
  )
}
