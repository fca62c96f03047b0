import { render } from 'preact'
import { closeDialog } from './state/dialogs.ts'
import { followLinks } from './state/location.ts'
import { start } from './state/page.ts'
import { App } from './views/app.tsx'
import { lazy } from './views/lazy.tsx'
import { NoWorker } from './views/start.tsx'
import { isWatchFragment } from './watch/link.ts'
import { whyNoWorker } from './worker-door.ts'

/** Who watches an upload needs nothing else, and who sends files rarely watches one. */
const WatchPage = lazy(async () => (await import('./views/watch.tsx')).WatchPage)

let started = false

function show(root: HTMLElement): void {
  const { hash } = location
  if (isWatchFragment(hash)) {
    closeDialog()
    return render(<WatchPage fragment={hash} />, root)
  }
  const why = whyNoWorker()
  if (why) return render(<NoWorker why={why} />, root)
  render(<App />, root)
  if (started) return
  started = true
  followLinks()
  void start()
}

const root = document.getElementById('app')
if (!root) throw new Error('the page has no element #app')

// A link that is opened in a page of the app: its uploads go on behind it.
window.addEventListener('hashchange', () => show(root))
show(root)
