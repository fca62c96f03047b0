import { SHARED_CACHE, SHARED_SEARCH, SHARE_PATH } from '../../shared/sharing.ts'

/**
 * Keeps what another app shares, unread, and opens the page, which waits for it and asks about it. Where
 * it can't be kept the page finds nothing, and says so.
 */
export function keepShared(event: FetchEvent): Response {
  const { body, headers } = event.request
  const posted = new Response(body, { headers })
  const keep = async () =>
    (await caches.open(SHARED_CACHE)).put(`${SHARE_PATH}/${Date.now()}`, posted)
  event.waitUntil(navigator.locks.request(SHARE_PATH, keep))
  return Response.redirect(`/${SHARED_SEARCH}`, 303)
}
