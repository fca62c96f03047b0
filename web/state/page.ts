import { signal } from '@preact/signals'
import {
  isOutdated,
  keepWorkerAwake,
  listenToWorker,
  onMaybeMissed,
  registerWorker,
} from '../worker-door.ts'
import { keepGoingWithoutPage, takeOffers } from './closing.ts'
import { followInvitation } from './invitation.ts'
import { pathToUpload } from '../routing/route.ts'
import './install.ts'
import { keepGoing } from './keep-going.ts'
import { go } from './location.ts'
import { loadLater } from '../text/catalogue.ts'
import { giveWorkerItsText } from './language.ts'
import { learnLimit } from './limit.ts'
import { finishRemovalNow } from './removal.ts'
import { list, reconciler } from './uploads.ts'
import { watchForVersions } from './version.ts'

/** `starting` until the worker has told its uploads; `outdated` when a newer version wrote them. */
export const phase = signal<'starting' | 'ready' | 'failed' | 'outdated'>('starting')
/** Whether the browser has a network. */
export const online = signal(navigator.onLine)
/** Whether the worker left the last question unanswered. */
export const silent = signal(false)
/** ms; ticks every second. */
export const now = signal(Date.now())

/** ms that a list waits at most for what belongs to it. */
const PATIENCE = 2000

/**
 * Starts the worker and everything that listens. Once, at the start of the page.
 *
 * @param furnish loads what a list of uploads has beside its rows
 */
export async function start(furnish: () => Promise<unknown>): Promise<void> {
  watchNetworkAndTime()
  try {
    // All that uploads are said with: what the worker tells is told to people at once.
    await loadLater()
    listenToWorker({
      changed: (message) => reconciler.changed(message),
      offered: takeOffers,
      stale: reconcile,
      opened: (id) => go(pathToUpload(id)),
    })
    watchForVersions()
    await registerWorker()
    const whole = Promise.allSettled([furnish(), keepGoingWithoutPage()])
    await reconciler.reconcile()
    // In one piece: what came later would move what is there.
    if (list.order.peek().length > 0) {
      await Promise.race([whole, new Promise((resolve) => setTimeout(resolve, PATIENCE))])
    }
  } catch (error) {
    if (isOutdated(error)) phase.value = 'outdated'
    else {
      lacks('the worker')(error)
      phase.value = 'failed'
    }
    return
  }
  phase.value = 'ready'
  keepGoing()
  giveWorkerItsText()
  void followInvitation()
  learnLimit().catch(lacks('the limit'))
  startLater()
  window.addEventListener('pagehide', finishRemovalNow)
  onMaybeMissed(reconcile)
  keepWorkerAwake((answered) => {
    if (answered && silent.peek()) reconcile()
    silent.value = !answered
  })
}

/** What goes on without it says so in the log alone. */
const lacks = (what: string) => (error: unknown) => console.warn(`${what} did not start`, error)

/** What no first view needs. Files may be launched into the page at any moment. */
function startLater(): void {
  import('../history/state.ts').then(({ record }) => record()).catch(lacks('the history'))
  import('./hashes.ts').then(({ begin }) => begin()).catch(lacks('hashing'))
  import('./taken.ts').catch(lacks('adding'))
  import('./system.ts').then(({ begin }) => begin()).catch(lacks('the system'))
}

function watchNetworkAndTime(): void {
  setInterval(() => {
    now.value = Date.now()
  }, 1000)
  for (const type of ['online', 'offline']) {
    window.addEventListener(type, () => {
      online.value = navigator.onLine
    })
  }
}

function reconcile(): void {
  reconciler.reconcile().then(
    () => {
      silent.value = false
    },
    (error: unknown) => {
      console.warn('the worker does not tell its uploads', error)
      if (isOutdated(error)) phase.value = 'outdated'
      else silent.value = true
    },
  )
}
