import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { announcement } from '../state/announce.ts'
import { route } from '../state/location.ts'
import { phase } from '../state/page.ts'
import { text } from '../text/catalogue.ts'
import { Banners } from './banners.tsx'
import { Dialogs } from './dialogs.tsx'
import { AppHeader } from './header.tsx'
import { Home } from './home.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { lazy } from './lazy.tsx'
import { Outdated, StartFailed } from './start.tsx'
import { Undo } from './undo.tsx'
import { WindowDrop } from './window-drop.tsx'

const Unknown = lazy(async () => (await import('./upload.tsx')).Unknown)
const Help = lazy(async () => (await import('./help.tsx')).Help)
const Upload = lazy(async () => (await import('./upload.tsx')).Upload)

/** The app: one view at a time, within what all of them have. */
export function App() {
  useEffect(keepTab, [])
  return (
    <>
      <AppHeader />
      <main class="page">
        <Banners />
        <View />
      </main>
      <footer class="foot">
        <LanguageChoice />
      </footer>
      <Undo />
      <Dialogs />
      <WindowDrop />
      <div class="visually-hidden" role="status">
        {announcement}
      </div>
    </>
  )
}

/** No first view needs what keeps the tab's title and icon. */
function keepTab(): () => void {
  let stop: (() => void) | null = null
  let ended = false
  import('../state/tab.ts').then(
    ({ followTab }) => {
      if (!ended) stop = followTab()
    },
    (error: unknown) => console.warn('the tab does not say how it is going', error),
  )
  return () => {
    ended = true
    stop?.()
  }
}

function View() {
  const shown = route.value
  switch (shown.view) {
    case 'home':
      return (
        <OnceStarted>
          <Home />
        </OnceStarted>
      )
    case 'upload':
      return (
        <OnceStarted>
          <Upload key={shown.id} id={shown.id} />
        </OnceStarted>
      )
    case 'help':
      return <Help />
    case 'unknown':
      return <Unknown />
  }
}

/** A view that needs the worker's uploads. */
function OnceStarted({ children }: { children: ComponentChildren }) {
  if (phase.value === 'failed') return <StartFailed />
  if (phase.value === 'outdated') return <Outdated />
  if (phase.value === 'starting') return <p class="starting">{text.start.starting}</p>
  return <>{children}</>
}
