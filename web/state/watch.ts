/** The upload of another device that this page shows. */
import { signal } from '@preact/signals'
import type { WatchLink } from '../watch/link.ts'
import { lookAt } from '../watch/look.ts'
import { createWatcher, NOTHING_SEEN } from '../watch/watcher.ts'

export const sight = signal(NOTHING_SEEN)

/** Looks at the upload while the page is seen; gives what ends that. */
export function watch(link: WatchLink): () => void {
  sight.value = NOTHING_SEEN
  const watcher = createWatcher(
    {
      look: () => lookAt(link),
      now: Date.now,
      random: Math.random,
      after(delay, call) {
        const timer = setTimeout(call, delay)
        return () => clearTimeout(timer)
      },
    },
    (seen) => (sight.value = seen),
  )
  const end = new AbortController()
  const { signal: ended } = end
  const see = (): void => watcher.visible(document.visibilityState === 'visible')
  document.addEventListener('visibilitychange', see, { signal: ended })
  window.addEventListener('online', () => watcher.online(), { signal: ended })
  see()
  return () => {
    watcher.stop()
    end.abort()
  }
}
