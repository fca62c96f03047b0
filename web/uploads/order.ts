import type { UploadView } from '../../shared/messages.ts'

const byName = new Intl.Collator('en', { numeric: true })

/** The list's order: when they were added, then by path and name as people count. */
export function compareUploads(a: UploadView, b: UploadView): number {
  return (
    a.addedAt - b.addedAt ||
    byName.compare(fullName(a), fullName(b)) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** The file's name with its folder's path before it. */
export function fullName({ path, name }: { path: string; name: string }): string {
  return path === '' ? name : `${path}/${name}`
}
