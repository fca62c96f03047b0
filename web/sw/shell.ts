import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { SHARE_PATH } from '../../shared/sharing.ts'
import { isOfTheApp } from './addresses.ts'
import { keepShared } from './shared-files.ts'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[]
}

/** The server's own answers, and the page of admins. */
const NOT_THE_APP = /^\/(admin|api|health|ready)(\/|$)/

/**
 * Keeps the app's own files, so that it opens without a network. Requests to the API and to the
 * store are never answered here: passing through a worker costs them a copy.
 */
export function keepAppShell(): void {
  precacheAndRoute(self.__WB_MANIFEST)
  const appPage = createHandlerBoundToURL('index.html')
  self.addEventListener('fetch', (event) => {
    const { request } = event
    // Of these none leads elsewhere: a worker is told of those within its own scope alone.
    if (request.mode !== 'navigate') return
    const url = new URL(request.url)
    const { pathname } = url
    if (NOT_THE_APP.test(pathname)) return
    const page = () => appPage({ event, request, url })
    event.respondWith(
      pathname === SHARE_PATH && request.method === 'POST'
        ? keepShared(event)
        : isOfTheApp(pathname)
          ? page()
          : // Where a proxy signs people in, that goes by addresses of which it alone knows.
            fetch(request).catch(page),
    )
  })
}
