import { text } from '../text/catalogue.ts'
import { Failure } from './failure.tsx'
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
  const { failed, failedNext, blocked, tryAgain } = text.start
  return <Failure said={[failed, failedNext, blocked]} label={tryAgain} />
}

/** In place of a view, when a newer version has written what the browser keeps. */
export function Outdated() {
  const { outdated, outdatedWhy, outdatedNext } = text.start
  return <Failure said={[outdated, outdatedWhy, outdatedNext]} label={text.banner.reload} />
}
