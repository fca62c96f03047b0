import { Fragment, render, type ComponentChild } from 'preact'
import { closeDialog } from './state/dialogs.ts'
import { beginInLanguage, language } from './state/language.ts'
import { followLinks } from './state/location.ts'
import { start } from './state/page.ts'
import { reloadForCode } from './state/reloading.ts'
import { App } from './views/app.tsx'
import { loadTools } from './views/load-tools.ts'
import { lazy } from './views/lazy.tsx'
import { NoWorker } from './views/start.tsx'
import { isWatchFragment } from './watch/link.ts'
import { whyNoWorker } from './worker-door.ts'

/** Who watches an upload needs nothing else, and who sends files rarely watches one. */
const WatchPage = lazy(async () => (await import('./views/watch.tsx')).WatchPage, false, true)

let started = false

/** Rendered anew as a whole when the language changes. */
function inLanguage(view: ComponentChild) {
  return <InLanguage>{view}</InLanguage>
}

function InLanguage({ children }: { children: ComponentChild }) {
  return <Fragment key={language.value}>{children}</Fragment>
}

function show(root: HTMLElement): void {
  const { hash } = location
  if (isWatchFragment(hash)) {
    closeDialog()
    return render(inLanguage(<WatchPage fragment={hash} />), root)
  }
  const why = whyNoWorker()
  if (why) return render(inLanguage(<NoWorker why={why} />), root)
  render(inLanguage(<App />), root)
  if (started) return
  started = true
  followLinks()
  void start(loadTools)
}

const root = document.getElementById('app')
if (!root) throw new Error('the page has no element #app')

reloadForCode()
await beginInLanguage()
// A link that is opened in a page of the app: its uploads go on behind it.
window.addEventListener('hashchange', () => show(root))
show(root)
