import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[]
}

/** The server's own answers, and the page of admins. */
const NOT_THE_APP = /^\/(?:admin|api|health|ready)(?:\/|$)/

/**
 * Keeps the app's own files, so that it opens without a network. Requests to the API and to the
 * store are never answered here: passing through a worker costs them a copy.
 */
export function keepAppShell(): void {
  precacheAndRoute(self.__WB_MANIFEST)
  const appPage = createHandlerBoundToURL('index.html')
  self.addEventListener('fetch', (event) => {
    if (event.request.mode !== 'navigate') return
    const { origin, pathname } = new URL(event.request.url)
    if (origin !== self.location.origin || NOT_THE_APP.test(pathname)) return
    event.respondWith(appPage({ event, request: event.request, url: new URL(event.request.url) }))
  })
}
