import { signal } from '@preact/signals'
import type { UploadView } from '../../shared/messages.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { text } from '../text/en.ts'
import { receiptOf } from '../worker-door.ts'
import { attempt, notify } from './notices.ts'
import { act, list } from './uploads.ts'

export type Dialog =
  | { readonly type: 'receipt'; readonly receipt: Receipt }
  | { readonly type: 'cancel'; readonly uploads: readonly UploadView[] }

/** The dialog that is open. */
export const dialog = signal<Dialog | null>(null)

export function closeDialog(): void {
  dialog.value = null
}

export function showReceipt(id: string): void {
  attempt('receipt', async () => {
    const receipt = await receiptOf(id)
    if (receipt) dialog.value = { type: 'receipt', receipt }
    else notify({ subject: 'no-receipt', tone: 'problem', text: text.receipt.missing })
  })
}

/** Cancels, and asks before if anything had been sent already. */
export function cancelUploads(ids: readonly string[]): void {
  const uploads = ids.flatMap((id) => list.find(id) ?? [])
  const begun = uploads.some(({ sent, inFlight }) => sent > 0 || inFlight > 0)
  if (begun) dialog.value = { type: 'cancel', uploads }
  else act('cancel', [...ids])
}
