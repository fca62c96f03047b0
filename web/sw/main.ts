/** The service worker: its listeners, and nothing else. Any event makes the uploads go on. */
import { clientsClaim } from 'workbox-core'
import { UploadError } from '../../shared/errors.ts'
import type { Reply } from '../../shared/messages.ts'
import { answer, tryNow, type Answerer } from './messages.ts'
import { keepAppShell } from './shell.ts'
import { startUploads } from './uploads.ts'

declare const self: ServiceWorkerGlobalScope

/**
 * For so long, in ms, an event may hold the worker awake: well below the 5 minutes after which
 * Chromium stops it anyway. Pages ping more often than this.
 */
const LONGEST_WAKE = 4 * 60_000
/** How often, in ms, a worker that is held awake looks whether there is still work. */
const LOOK_INTERVAL = 1000

let uploads: Promise<Answerer> | null = null

function whenStarted(): Promise<Answerer> {
  if (!uploads) {
    // The next event tries again.
    const forget = (): void => void (uploads = null)
    uploads = startUploads(forget)
    uploads.catch(forget)
  }
  return uploads
}

async function stayAwake(): Promise<void> {
  const { engine } = await whenStarted()
  const end = Date.now() + LONGEST_WAKE
  while (engine.isBusy() && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL))
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
  event.waitUntil(reply(event).then(stayAwake))
})

self.addEventListener('online', () => {
  // A worker that only waits to replace this one hears it too, and must not begin beside it.
  void uploads?.then(({ engine }) => tryNow(engine))
})

/** workbox-window's way to say that the person agreed to the new version. */
function isSkipWaiting(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING'
}
