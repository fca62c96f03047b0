/** All that the page knows of the service worker, by what comes of it. */
import * as v from 'valibot'
import type { Bandwidth } from '../shared/bandwidth.ts'
import type { Details } from '../shared/details.ts'
import type { Handed } from '../shared/hand-over.ts'
import type { FileHashes } from '../shared/hashes.ts'
import type { Priority } from '../shared/order.ts'
import type { NotificationText } from '../shared/notification-text.ts'
import type { Receipt } from '../shared/receipt.ts'
import {
  MOST_IN_MESSAGE,
  PING_INTERVAL,
  toPageSchema,
  type AllUploads,
  type Changed,
  type Control,
  type NewFile,
  type Offered,
  type ReplyValue,
  type ToWorker,
  type UploadView,
} from '../shared/messages.ts'
import type { BackgroundFetchStarter } from './background/platform.ts'
import { WorkerError } from './door/ask.ts'
import { askWorker, registration } from './door/worker.ts'

export { WorkerError } from './door/ask.ts'

/** ms for messages that may concern thousands of uploads. */
const LONG_TIMEOUT = 120_000

/** Why this page can have no service worker; null where it can. */
export function whyNoWorker(): 'insecure' | 'unsupported' | null {
  if (!window.isSecureContext) return 'insecure'
  return 'serviceWorker' in navigator ? null : 'unsupported'
}

/**
 * Registers the worker, and starts it if it isn't running.
 *
 * @throws what `register()` throws: the script can't be loaded, or the browser forbids it
 */
export async function registerWorker(): Promise<void> {
  await registration().register({ immediate: true })
}

/** All uploads, also those of other pages; the worker goes on with what it finds. */
export async function allUploads(): Promise<AllUploads> {
  const uploads = new Map<string, UploadView>()
  for (let after: string | undefined; ;) {
    const question = { type: 'hello', limit: MOST_IN_MESSAGE, after } as const
    const { uploads: some, more, database } = await askWorker<'hello'>(question, LONG_TIMEOUT)
    for (const view of some) uploads.set(view.id, view)
    after = some.at(-1)?.id
    if (!more || after === undefined) return { uploads: [...uploads.values()], database }
  }
}

/** Resolves when the worker has the files on record. */
export async function addFiles(files: NewFile[]): Promise<void> {
  await askWorker<'add'>({ type: 'add', files }, LONG_TIMEOUT)
}

/** Does it to the uploads it can be done to, and leaves the others. */
export async function control(action: Control, ids: string[] | 'all'): Promise<void> {
  await askWorker<'control'>({ type: 'control', control: action, ids }, LONG_TIMEOUT)
}

/** What becomes of an upload's place, priority and time to start; what is not given stays. */
export interface Arrangement {
  readonly id: string
  readonly place?: number
  readonly priority?: Priority | undefined
  /** ms since 1970; 0 for at once. */
  readonly startAt?: number | undefined
}

/** Changes when uploads are sent. */
export async function arrangeUploads(changes: readonly Arrangement[]): Promise<void> {
  await askWorker<'arrange'>({ type: 'arrange', changes: [...changes] }, LONG_TIMEOUT)
}

/**
 * Gives a waiting upload its file: a handle that may be read, or a File.
 *
 * @throws WorkerError `file_changed` where it is another one
 */
export async function giveFileAgain(id: string, source: unknown): Promise<void> {
  await askWorker<'give'>({ type: 'give', id, source })
}

/** What waits for the network goes on at once. */
export async function networkIsBack(): Promise<void> {
  await askWorker<'online'>({ type: 'online' })
}

/** The handle that is stored of the upload's file, null where there is none. */
export async function handleOf(id: string): Promise<FileSystemFileHandle | null> {
  const { handle } = await askWorker<'handle'>({ type: 'handle', id })
  return handle instanceof FileSystemFileHandle ? handle : null
}

/** The receipt of a verified upload, null of any other. */
export async function receiptOf(id: string): Promise<Receipt | null> {
  const { receipt } = await askWorker<'receipt'>({ type: 'receipt', id })
  return receipt
}

/** Has hashes of the upload's whole file stand in its receipt, which is null while there is none. */
export async function tellHashes(id: string, hashes: FileHashes): Promise<Receipt | null> {
  const { receipt } = await askWorker<'hashes'>({ type: 'hashes', id, hashes }, LONG_TIMEOUT)
  return receipt
}

/** An upload from near; null where the worker has none of this id. */
export async function detailOf(id: string): Promise<ReplyValue<'detail'>['detail']> {
  const { detail } = await askWorker<'detail'>({ type: 'detail', id })
  return detail
}

/** Other details for an upload that was refused for those that it has. */
export interface Correction {
  readonly id: string
  readonly details: Details
  /** For all else that was refused with the same, which is left without. */
  readonly others?: Details | undefined
}

/** Has what was refused for its details begun with others. */
export async function correctDetails(correction: Correction): Promise<void> {
  await askWorker<'details'>({ type: 'details', ...correction }, LONG_TIMEOUT)
}

/** What a link needs that shows the upload on another device; null where the server has none of it. */
export async function watchLinkOf(id: string): Promise<ReplyValue<'watch'>['link']> {
  const { link } = await askWorker<'watch'>({ type: 'watch', id }, LONG_TIMEOUT)
  return link
}

/** Keeps the link by which files may be sent; resolves when it is kept. */
export async function openLink(token: string): Promise<void> {
  await askWorker<'link'>({ type: 'link', token })
}

/** Who this browser is to the server, or why the server doesn't say. */
export async function identityHere(): Promise<ReplyValue<'identity'>> {
  return askWorker<'identity'>({ type: 'identity' }, LONG_TIMEOUT)
}

/** How fast may be sent. @param wanted from now on; as it is without it */
export async function bandwidth(wanted?: Bandwidth): Promise<Bandwidth> {
  return (await askWorker<'bandwidth'>({ type: 'bandwidth', bandwidth: wanted })).bandwidth
}

/** Gives the worker what notifications are to say; resolves when it is kept. */
export async function setNotificationText(text: NotificationText): Promise<void> {
  await askWorker<'notification-text'>({ type: 'notification-text', text })
}

/** What the worker tells of itself. */
export interface WorkerListener {
  /** The list of uploads. */
  changed(message: Changed): void
  /** What may be handed over. */
  offered(message: Offered): void
  /** All uploads must be asked for anew. */
  stale(): void
  /** The person wants to see this upload. */
  opened(id: string): void
}

/** Calls back with all that the worker tells. */
export function listenToWorker(listener: WorkerListener): void {
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(toPageSchema, data)
    if (!message.success) {
      console.warn('a message of the worker is not of the agreed form', message.issues)
    } else if (message.output.type === 'changed') listener.changed(message.output)
    else if (message.output.type === 'offered') listener.offered(message.output)
    else if (message.output.type === 'open') listener.opened(message.output.id)
    else listener.stale()
  })
  navigator.serviceWorker.startMessages()
}

/** The browser has refused what was to be handed over: it goes on here. */
export async function tellRefused(fetchId: string): Promise<void> {
  await askWorker<'not-handed-over'>({ type: 'not-handed-over', fetchId })
}

/** The upload's file, null where it can't be read now. */
export async function fileOf(id: string): Promise<File | null> {
  const { file } = await askWorker<'file'>({ type: 'file', id })
  return file instanceof File ? file : null
}

/** Whether the server takes parts from a Background Fetch; null while it can't be asked. */
export async function takesParts(): Promise<boolean | null> {
  const { partRoute } = await askWorker<'part-route'>({ type: 'part-route' }, LONG_TIMEOUT)
  return partRoute
}

/** What a page needs to hand over at a moment's notice; null where this browser can't. */
export interface HandOverDoor {
  readonly starter: BackgroundFetchStarter
  /** Tells the worker, without waiting, which uploads the browser is about to send. */
  tell(fetchId: string, uploads: readonly Handed[]): void
}

/** Resolves when a worker is active. */
export async function openHandOverDoor(): Promise<HandOverDoor | null> {
  const registration = await navigator.serviceWorker.ready
  const { backgroundFetch: starter } = registration
  if (!starter) return null
  // The way to the browser is made by the first call: begun at the page's end, it was often too late
  // where several pages closed at once.
  await starter.getIds()
  return {
    starter,
    tell(fetchId, uploads) {
      const message: ToWorker = { type: 'handed-over', fetchId, uploads: [...uploads] }
      registration.active?.postMessage(message)
    },
  }
}

/**
 * Has the browser wake the worker, with or without a page, once there is a network, and a few times
 * after that while uploads are left; also at the browser's next start. Does nothing where the browser
 * can't. Must be called by a page: Chromium refuses it to a worker.
 */
export async function wakeLater(): Promise<void> {
  const { sync } = await navigator.serviceWorker.ready
  await sync?.register('uploads')
}

/** Calls back when changes may have been missed: another worker, or the page was frozen. */
export function onMaybeMissed(missed: () => void): void {
  navigator.serviceWorker.addEventListener('controllerchange', missed)
  document.addEventListener('resume', missed)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') missed()
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) missed()
  })
}

/** Pings the worker as long as the page is open, hidden or not, and tells whether it answers. */
export function keepWorkerAwake(answered: (whether: boolean) => void): void {
  setInterval(() => {
    askWorker<'ping'>({ type: 'ping' }).then(
      () => answered(true),
      () => answered(false),
    )
  }, PING_INTERVAL)
}

/** Whether the worker is too old for what a newer one has written: it does nothing at all. */
export function isOutdated(error: unknown): boolean {
  return error instanceof WorkerError && error.code === 'newer_data'
}

/** Whether the worker could keep nothing more: the browser's storage is full or does not work. */
export function isStorageFull(error: unknown): boolean {
  return error instanceof WorkerError && error.code === 'storage'
}

/** Whether the running worker has work that a replacement would disturb; true in doubt. */
async function isWorkerBusy(): Promise<boolean> {
  try {
    const { busy } = await askWorker<'busy'>({ type: 'busy' })
    return busy
  } catch (error) {
    if (isOutdated(error)) return false
    console.warn('the worker does not say whether it is busy', error)
    return true
  }
}

/**
 * Calls back when a new version waits, with whether the running one is busy and what installs
 * the new one. `installed` is called when that has been done.
 */
export function onNewVersion(
  waiting: (busy: boolean, install: () => void) => void,
  installed: () => void,
): void {
  const install = () => {
    navigator.serviceWorker.addEventListener('controllerchange', installed, { once: true })
    registration().messageSkipWaiting()
  }
  registration().addEventListener('waiting', () => {
    void isWorkerBusy().then((busy) => waiting(busy, install))
  })
}
