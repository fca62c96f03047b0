import { useEffect } from 'preact/hooks'
import { said } from '../state/answer.ts'
import { keepUncovered } from '../../system/keep-uncovered.ts'
import { refreshed, view, VIEWS, type View } from '../state/route.ts'
import { session, signOut } from '../state/session.ts'
import { text } from '../text/catalogue.ts'
import { Health } from './health.tsx'
import { Links } from './links.tsx'
import { Receipts } from './receipts.tsx'
import { SignIn } from './sign-in.tsx'
import { Totals } from './totals.tsx'
import { Uploads } from './uploads.tsx'

export function App() {
  const { type } = session.value
  return (
    <>
      <header class="masthead">
        <h1>
          <img src="/icon.svg" alt="" width="32" height="32" />
          {text.name}
        </h1>
        <span class="badge">{text.badge}</span>
        {session.value.type === 'in' && (
          <div class="actions">
            {view.value !== 'health' && (
              <button type="button" class="button" onClick={() => refreshed.value++}>
                {text.refresh}
              </button>
            )}
            <a class="button" href="/">
              {text.toUploads}
            </a>
            {session.value.byLink && (
              <button type="button" class="button" onClick={signOut}>
                {text.signOut}
              </button>
            )}
          </div>
        )}
      </header>
      {type === 'in' ? (
        <SignedIn />
      ) : (
        <main class="page">
          <SignIn />
        </main>
      )}
    </>
  )
}

function SignedIn() {
  const shown = view.value
  useEffect(() => {
    document.title = text.title(text.views[shown])
  }, [shown])
  const told = said.value
  useEffect(() => (told === '' ? undefined : keepUncovered()), [told])
  return (
    <>
      <nav class="tabs" aria-label={text.navigation}>
        <ul>
          {VIEWS.map((name) => (
            <li key={name}>
              <a href={`#${name}`} aria-current={name === shown ? 'page' : undefined}>
                {text.views[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main class="page">
        <h2 class="visually-hidden">{text.views[shown]}</h2>
        <Shown view={shown} />
        <div class="said" role="status">
          {told}
        </div>
      </main>
    </>
  )
}

function Shown({ view }: { view: View }) {
  switch (view) {
    case 'uploads':
      return <Uploads />
    case 'receipts':
      return <Receipts />
    case 'links':
      return <Links />
    case 'totals':
      return <Totals />
    case 'health':
      return <Health />
  }
}
