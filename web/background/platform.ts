/** What handing over needs of the browser, where it has it. */

declare global {
  interface ServiceWorkerRegistration {
    /** https://wicg.github.io/background-fetch/ */
    readonly backgroundFetch?: BackgroundFetchStarter
    /** https://wicg.github.io/background-sync/spec/ */
    readonly sync?: { register(tag: string): Promise<void> }
  }
}

export interface BackgroundFetchStarter {
  getIds(): Promise<string[]>
  /** Resolves when the browser has copied all bodies. */
  fetch(id: string, requests: readonly Request[], options: { title: string }): Promise<unknown>
}

/** Not in the types of TypeScript. https://wicg.github.io/background-fetch/#permissions */
const PERMISSION = { name: 'background-fetch' as PermissionName }

/**
 * Follows whether this page may begin a Background Fetch. Chromium allows one a page load, and says
 * `prompt` after that.
 *
 * @param changed is called with each answer, also the first
 */
export async function watchPermission(changed: (state: PermissionState) => void): Promise<void> {
  const status = await navigator.permissions.query(PERMISSION)
  const tell = () => changed(status.state)
  status.addEventListener('change', tell)
  tell()
}

/** ms after which a reload that hasn't happened won't. */
const RELOADING = 10_000

/**
 * Tells whether the page is closing only to be loaded again by its own doing, as after an update. A
 * reload by the browser's button looks like any other close.
 */
export function watchReloads(): () => boolean {
  let until = -Infinity
  if ('navigation' in window) {
    window.navigation.addEventListener('navigate', ({ navigationType }) => {
      if (navigationType === 'reload') until = performance.now() + RELOADING
    })
  }
  return () => performance.now() < until
}

/** Bytes that the browser's storage has room for, as far as it says. */
export async function freeStorage(): Promise<number> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate()
  return Math.max(0, quota - usage)
}
