import type { Changed, UploadView } from '../../shared/messages.ts'

/** At most one message in this many ms. */
const INTERVAL = 200

/** Gathers the ids of changed uploads and tells the pages now and then. */
export function createBroadcast(
  viewOfId: (id: string) => UploadView | null,
  send: (message: Changed) => void,
): (ids: ReadonlySet<string>) => void {
  const changed = new Set<string>()
  let waiting = false

  function flush(): void {
    const uploads: UploadView[] = []
    const removed: string[] = []
    for (const id of changed) {
      const view = viewOfId(id)
      if (view) uploads.push(view)
      else removed.push(id)
    }
    changed.clear()
    send({ type: 'changed', uploads, removed })
  }

  return (ids) => {
    for (const id of ids) changed.add(id)
    if (waiting) return
    waiting = true
    setTimeout(() => {
      waiting = false
      flush()
    }, INTERVAL)
  }
}
