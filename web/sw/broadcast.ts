import { MOST_IN_MESSAGE, type Changed, type UploadView } from '../../shared/messages.ts'

/** Pages are told once in this many ms. */
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
    for (let at = 0; at < Math.max(uploads.length, removed.length); at += MOST_IN_MESSAGE) {
      const end = at + MOST_IN_MESSAGE
      send({
        type: 'changed',
        uploads: uploads.slice(at, end),
        removed: removed.slice(at, end),
      })
    }
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
