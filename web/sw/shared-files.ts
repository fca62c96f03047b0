import { SHARED_CACHE, SHARED_SEARCH, SHARE_PATH } from '../../shared/sharing.ts'

/** Keeps what another app shares, unread, and opens the page, which asks about it. */
export async function keepShared({ body, headers }: Request): Promise<Response> {
  try {
    const kept = await caches.open(SHARED_CACHE)
    await kept.put(`${SHARE_PATH}/${Date.now()}`, new Response(body, { headers }))
  } catch (cause) {
    // The page finds nothing then, and says so.
    console.warn('Longhaul: what was shared could not be kept', cause)
  }
  return Response.redirect(`/${SHARED_SEARCH}`, 303)
}
