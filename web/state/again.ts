import type { UploadView } from '../../shared/messages.ts'
import { askToRead, pickFiles } from '../files/platform.ts'
import { later } from '../text/catalogue.ts'
import { exactSize } from '../text/exact-size.ts'
import { detailOf, giveFileAgain, handleOf } from '../worker-door.ts'
import { attempt, dismiss, notify } from './notices.ts'
import { kept } from './uploads.ts'

/**
 * Asks the person to allow the uploads' files to be read again. To be called in a click; all are
 * asked for at once, as the click counts for a few seconds only.
 */
export function continueUploads(ids: readonly string[]): void {
  attempt('continue', async () => {
    const stored = await Promise.all(ids.map(async (id) => ({ id, handle: await handleOf(id) })))
    const granted = await Promise.allSettled(
      stored.map(async ({ id, handle }) => {
        if (!handle || !(await askToRead(handle))) return false
        await giveFileAgain(id, handle)
        return true
      }),
    )
    if (granted.every((one) => one.status === 'fulfilled' && one.value)) return dismiss('refused')
    for (const one of granted) if (one.status === 'rejected') console.warn(one.reason)
    notify({ subject: 'refused', tone: 'problem', text: later.again.refused })
  })
}

/**
 * Lets the person pick the upload's file.
 *
 * @param fallback opens a file input, where the browser has no picker
 */
export function chooseAgain(upload: UploadView, fallback: () => void): void {
  const picked = pickFiles(false)
  if (!picked) return fallback()
  attempt('again', async () => {
    const [handle] = await picked
    if (handle) await giveIfSame(upload, await handle.getFile(), handle)
  })
}

/** Gives the upload a file that a person chose for it, or says in what it differs. */
export async function giveIfSame(upload: UploadView, file: File, source: unknown): Promise<void> {
  const difference = differenceOf(upload, file)
  if (difference !== null) return tellDifference(upload, difference)
  await giveAgain(upload, source)
  dismiss('differs')
}

/** Gives the upload its file, and keeps what only this page has. */
export async function giveAgain({ id }: UploadView, source: unknown): Promise<void> {
  if (source instanceof File) kept.keep({ id, source, details: (await detailOf(id))?.details })
  await giveFileAgain(id, source)
}

function differenceOf(upload: UploadView, file: File): string | null {
  if (file.name !== upload.name) return later.again.differentName(file.name)
  if (file.size !== upload.size) {
    return later.again.differentSize(exactSize(file.size), exactSize(upload.size))
  }
  return file.lastModified === upload.lastModified ? null : later.again.differentDate
}

function tellDifference(upload: UploadView, difference: string): void {
  notify({
    subject: 'differs',
    tone: 'problem',
    text: later.again.differs(upload.name, difference),
  })
}
