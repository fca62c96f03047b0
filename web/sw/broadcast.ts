import { MOST_IN_MESSAGE, type Changed, type UploadView } from '../../shared/messages.ts'

/** Pages are told once in this many ms. */
const INTERVAL = 200

/** Gathers the ids of changed uploads and tells the pages now and then. */
export function createBroadcast(
  viewOfId: (id: string) => UploadView | null,
  send: (message: Changed) => void,
): (ids: ReadonlySet<string>) => void {
  const changed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null

  function flush(): void {
    timer = null
    const uploads: UploadView[] = []
    const removed: string[] = []
    for (const id of changed) {
      const view = viewOfId(id)
      if (view) uploads.push(view)
      else removed.push(id)
    }
    changed.clear()
    while (uploads.length + removed.length > 0) {
      send({
        type: 'changed',
        uploads: uploads.splice(0, MOST_IN_MESSAGE),
        removed: removed.splice(0, MOST_IN_MESSAGE),
      })
    }
  }

  return (ids) => {
    for (const id of ids) changed.add(id)
    timer ??= setTimeout(flush, INTERVAL)
  }
}
