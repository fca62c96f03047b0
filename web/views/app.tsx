import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { added } from '../state/adding.ts'
import { announcement } from '../state/announcement.ts'
import { route } from '../state/location.ts'
import { phase } from '../state/page.ts'
import { removed } from '../state/removal.ts'
import { loadLater, text } from '../text/catalogue.ts'
import { Banners } from './banners.tsx'
import { Dialogs } from './dialogs.tsx'
import { AppHeader } from './header.tsx'
import { Home } from './home.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'
import { Outdated, StartFailed } from './start.tsx'
import { WindowDrop } from './window-drop.tsx'

const VIEWS = {
  history: lazy(async () => (await import('./history.tsx')).HistoryView),
  settings: lazy(async () => (await import('./settings.tsx')).Settings),
  health: lazy(async () => (await import('./health.tsx')).Health),
  help: lazy(async () => (await import('./help.tsx')).Help),
  unknown: lazy(async () => (await import('./upload.tsx')).Unknown),
}
const Receipts = lazy(async () => (await import('./receipts.tsx')).Receipts)
const Undo = lazy(async () => (await loadTools()).Undo, true)
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
      <UndoPlace />
      <Dialogs />
      <WindowDrop />
      <div class="visually-hidden" role="status">
        {announcement}
      </div>
    </>
  )
}

/** No first view needs what keeps the tab's title and icon, nor the texts of it. */
function keepTab(): () => void {
  let stop: (() => void) | null = null
  let ended = false
  Promise.all([import('../state/tab.ts'), loadLater()]).then(
    ([{ followTab }]) => {
      if (!ended) stop = followTab()
    },
    (error: unknown) => console.warn('the tab does not say how it is going', error),
  )
  return () => {
    ended = true
    stop?.()
  }
}

/** There before anything is removed or added out of sight, so that a screen reader tells of it. */
function UndoPlace() {
  return (
    <div class="undo" role="status">
      {(removed.value[0] || added.value) && <Undo />}
    </div>
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
          <Upload key={shown.id} id={shown.id} />
        </OnceStarted>
      )
    case 'receipts':
      return <Receipts key={shown.id} id={shown.id} />
    default: {
      const Other = VIEWS[shown.view]
      return <Other />
    }
  }
}

/** A view that needs the worker's uploads. */
function OnceStarted({ children }: { children: ComponentChildren }) {
  if (phase.value === 'failed') return <StartFailed />
  if (phase.value === 'outdated') return <Outdated />
  if (phase.value === 'starting') return <h1 class="starting">{text.start.starting}</h1>
  return <>{children}</>
}
