/** The service worker: its listeners, and nothing else. Any event makes the uploads go on. */
import { clientsClaim } from 'workbox-core'
import { UploadError } from '../../shared/errors.ts'
import type { Reply, ToPage } from '../../shared/messages.ts'
import type { FetchRegistration } from './background/platform.ts'
import { answer, tryNow, type Answerer } from './messages.ts'
import { RETRY } from './notifications.ts'
import { appPages } from './pages.ts'
import { keepAppShell } from './shell.ts'
import { startUploads } from './uploads.ts'

declare const self: ServiceWorkerGlobalScope

/**
 * For so long, in ms, an event may hold the worker awake: well below the 5 minutes after which
 * Chromium stops it anyway. Pages ping more often than this.
 */
const LONGEST_WAKE = 4 * 60_000
/** The same for a `sync` event, which Chromium ends after 3 minutes (PLATFORM). */
const LONGEST_SYNC = 150_000
/** How often, in ms, a worker that is held awake looks whether there is still work. */
const LOOK_INTERVAL = 1000

let uploads: Promise<Answerer> | null = null

function whenStarted(): Promise<Answerer> {
  if (!uploads) {
    // The next event tries again, if none has by then.
    const forget = (): void => {
      if (uploads === started) uploads = null
    }
    const started = (uploads = startUploads(forget))
    started.catch(forget)
  }
  return uploads
}

/** Holds the worker awake while there is work; whether there still is in the end. */
async function stayAwake(longest = LONGEST_WAKE): Promise<boolean> {
  const { isBusy } = await whenStarted()
  const end = Date.now() + longest
  while (isBusy() && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL))
  }
  return isBusy()
}

/** Finds what the browser does in the background, and what it has done while no worker ran. */
async function followBackground(): Promise<void> {
  try {
    const { background } = await whenStarted()
    await background.resume()
  } catch (cause) {
    console.warn('Longhaul: the background is not known', cause)
  }
}

async function reply(event: ExtendableMessageEvent): Promise<void> {
  const send = (message: Reply): void => event.ports[0]?.postMessage(message)
  try {
    send(await answer(event.data, await whenStarted()))
  } catch (cause) {
    console.warn('Longhaul: the uploads could not be started', cause)
    send({ ok: false, code: cause instanceof UploadError ? cause.code : 'storage' })
  }
}

keepAppShell()
clientsClaim()

self.addEventListener('install', () => {
  // Where no worker runs yet there is nobody to ask.
  if (!self.registration.active) void self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  // No longer than that: until an activation has ended no page of the app is shown.
  event.waitUntil(whenStarted())
})

self.addEventListener('message', (event) => {
  if (isSkipWaiting(event.data)) {
    event.waitUntil(self.skipWaiting())
    return
  }
  event.waitUntil(Promise.all([reply(event), followBackground()]).then(() => stayAwake()))
})

for (const type of ['success', 'fail', 'abort'] as const) {
  self.addEventListener(`backgroundfetch${type}`, (event) => {
    event.waitUntil(endBackground(event.registration))
  })
}

self.addEventListener('backgroundfetchclick', (event) => {
  event.waitUntil(showPage([]))
})

self.addEventListener('notificationclick', (event) => {
  const { action, notification } = event
  notification.close()
  // One of an older version tells of none.
  const ids: string[] = notification.data ?? []
  event.waitUntil(action === RETRY ? retry(ids) : showPage(ids))
})

self.addEventListener('sync', (event) => {
  event.waitUntil(workOnSync())
})

self.addEventListener('online', () => {
  // A worker that only waits to replace this one hears it too, and must not begin beside it.
  void uploads?.then(({ engine }) => tryNow(engine))
})

async function endBackground(registration: FetchRegistration): Promise<void> {
  const { background } = await whenStarted()
  await background.ended(registration)
  await stayAwake()
}

/**
 * While a page is open the worker is awake anyway: the event then only has to be there when the browser
 * is killed, which fires it again at its next start. It ends with the last page, as a browser that is
 * quit waits for it.
 *
 * @throws Error when there is work left, here or in the background: the browser then fires the event
 *   again later, some times
 */
async function workOnSync(): Promise<void> {
  await followBackground()
  const { engine, isBusy } = await whenStarted()
  const isAnyLeft = (): boolean =>
    isBusy() || [...engine.uploads().values()].some(({ record }) => record.hold.handedOver)
  const end = Date.now() + LONGEST_SYNC
  if (await isAnyPageOpen()) {
    while (isAnyLeft() && (await isAnyPageOpen())) {
      // The page has asked once more by now.
      if (Date.now() >= end) return
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL))
    }
  } else await stayAwake(LONGEST_SYNC)
  if (isAnyLeft()) throw new Error('uploads are still going on')
}

async function isAnyPageOpen(): Promise<boolean> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return pages.length > 0
}

async function retry(ids: readonly string[]): Promise<void> {
  await answer({ type: 'control', control: 'retry', ids }, await whenStarted())
  await stayAwake()
}

/** Shows the list, or the upload where it is one alone. */
async function showPage([id, ...others]: readonly string[]): Promise<void> {
  const one = others.length === 0 ? id : undefined
  const [page] = await appPages()
  if (!page)
    return void (await self.clients.openWindow(one === undefined ? '/' : `/uploads/${one}`))
  if (one !== undefined) page.postMessage({ type: 'open', id: one } satisfies ToPage)
  await page.focus()
}

/** workbox-window's way to say that the person agreed to the new version. */
function isSkipWaiting(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING'
}
