declare const self: ServiceWorkerGlobalScope

/** The app's open pages; that of admins, which shows no uploads of this browser, is none. */
export async function appPages(): Promise<WindowClient[]> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return pages.filter(({ url }) => !/^\/admin(?:\/|$)/.test(new URL(url).pathname))
}
