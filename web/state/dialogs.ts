import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { Bandwidth } from '../../shared/bandwidth.ts'
import type { UploadView } from '../../shared/messages.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { later } from '../text/catalogue.ts'
import { watchAddress } from '../watch/link.ts'
import { receiptOf, watchLinkOf, WorkerError } from '../worker-door.ts'
import { attempt, dismiss, notify } from './notices.ts'

/** The link by which an upload is seen on another device. */
export interface WatchLinkDialog {
  readonly type: 'watch-link'
  /** The upload's. */
  readonly name: string
  readonly address: string
  /** ISO 8601. */
  readonly until: string
}

/** How fast may be sent. */
export interface BandwidthDialog {
  readonly type: 'bandwidth'
  readonly bandwidth: Bandwidth
  /** Loaded when it is wanted. */
  readonly View: ComponentType<{ bandwidth: Bandwidth }>
}

export type Dialog =
  | WatchLinkDialog
  | BandwidthDialog
  /** What the operator wants to be told about files. */
  | { readonly type: 'details'; readonly View: ComponentType }
  | {
      readonly type: 'receipt'
      readonly receipt: Receipt
      /** Whether the file had turned out to be another one than was sent, when it was in the list. */
      readonly wasDisproved?: boolean
      /** Where the receipt has a page: the upload is in the list or the history. */
      readonly id?: string
    }
  /** When uploads are sent. */
  | { readonly type: 'order'; readonly View: ComponentType }
  /** Whether to delete what was sent. */
  | { readonly type: 'cancel'; readonly View: ComponentType }

/** The dialog that is open. */
export const dialog = signal<Dialog | null>(null)
/** Those that came while another was open. */
const waiting: Dialog[] = []

/** Opens a dialog that comes by itself: after the one that is open, in which something may be entered. */
export function openDialog(next: Dialog): void {
  if (dialog.peek()) waiting.push(next)
  else dialog.value = next
}

/** Closes the dialog that is open; the next one that waits takes its place. */
export function closeDialog(): void {
  dialog.value = waiting.shift() ?? null
}

export function showReceipt(id: string): void {
  attempt('receipt', async () => {
    const receipt = await receiptOf(id)
    if (receipt) dialog.value ??= { type: 'receipt', receipt, id }
    else notify({ subject: 'no-receipt', tone: 'problem', text: later.receipt.missing })
  })
}

/** Shows a link by which others see how the upload is going. */
export function showOnAnotherDevice({ id, name }: UploadView): void {
  watchLinkOf(id).then(
    (link) => {
      if (!link) return notifyOfNoLink(later.watchLink.failed)
      dismiss('no-watch-link')
      const address = watchAddress(location.origin, link)
      const until = new Date(Date.now() + link.expiresInSeconds * 1000).toISOString()
      dialog.value ??= { type: 'watch-link', name, address, until }
    },
    (error: unknown) => {
      console.warn('there is no link for another device', error)
      const isOld = error instanceof WorkerError && error.code === 'token_expired'
      notifyOfNoLink(isOld ? later.watchLink.tooOld : later.watchLink.failed)
    },
  )
}

function notifyOfNoLink(said: string): void {
  notify({ subject: 'no-watch-link', tone: 'problem', text: said })
}
