import { text } from '../text/catalogue.ts'
import { Header } from './header.tsx'

/** In place of the app, where there can be no service worker. */
export function NoWorker({ why }: { why: 'insecure' | 'unsupported' }) {
  const { start } = text
  const insecure = why === 'insecure'
  return (
    <>
      <Header />
      <main class="page">
        <section class="card" role="alert">
          <h2>{insecure ? start.insecure : start.unsupported}</h2>
          <p>{insecure ? start.insecureWhy : start.unsupportedWhy}</p>
          <p>{insecure ? start.insecureNext : start.unsupportedNext}</p>
        </section>
      </main>
    </>
  )
}

/** In place of a view that needs it, when the worker did not start. */
export function StartFailed() {
  const { start } = text
  return (
    <section class="card" role="alert">
      <h1>{start.failed}</h1>
      <p>{start.failedNext}</p>
      <p>{start.blocked}</p>
      <Reload label={start.tryAgain} />
    </section>
  )
}

/** In place of a view, when a newer version has written what the browser keeps. */
export function Outdated() {
  const { start } = text
  return (
    <section class="card" role="alert">
      <h1>{start.outdated}</h1>
      <p>{start.outdatedWhy}</p>
      <p>{start.outdatedNext}</p>
      <Reload label={start.reload} />
    </section>
  )
}

function Reload({ label }: { label: string }) {
  return (
    <p>
      <button type="button" class="button primary" onClick={() => location.reload()}>
        {label}
      </button>
    </p>
  )
}
