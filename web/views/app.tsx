import type { ComponentChildren } from 'preact'
import { announcement } from '../state/announce.ts'
import { route } from '../state/location.ts'
import { phase } from '../state/page.ts'
import { text } from '../text/en.ts'
import { Banners } from './banners.tsx'
import { Dialogs } from './dialogs.tsx'
import { AppHeader } from './header.tsx'
import { Home } from './home.tsx'
import { lazy } from './lazy.tsx'
import { Outdated, StartFailed } from './start.tsx'
import { useTitle } from './title.ts'
import { Unknown } from './unknown.tsx'
import { UploadDetail } from './upload-detail.tsx'

const Help = lazy(async () => (await import('./help.tsx')).Help)

/** The app: one view at a time, within what all of them have. */
export function App() {
  useTitle()
  return (
    <>
      <AppHeader />
      <main class="page">
        <Banners />
        <View />
      </main>
      <Dialogs />
      <div class="visually-hidden" role="status">
        {announcement}
      </div>
    </>
  )
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
          <UploadDetail key={shown.id} id={shown.id} />
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
