import * as v from 'valibot'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import type { Dependencies, UploadSettings } from '../dependencies.ts'
import { standingOf } from '../ledger/entry.ts'
import { entryKeyExtra } from '../ledger/ledger.ts'
import { byteLength } from '../text.ts'
import type { AuthorizedUpload } from '../token.ts'
import { receiptHolds } from './cancel.ts'
import { noteKeyExtra } from './notes.ts'
import { occupy, readMark } from './place.ts'

const EXTENSION = '.json'

/** Where the receipt of the object with this key is. */
export function receiptKey(receiptPrefix: string, key: string): string {
  return receiptPrefix + key + EXTENSION
}

/** Bytes that the key of what is kept of an object is longer than the object's, at most. */
export function keyExtra({ receiptPrefix, statePrefix }: UploadSettings): number {
  return Math.max(
    byteLength(receiptPrefix) + EXTENSION.length,
    entryKeyExtra(statePrefix),
    noteKeyExtra({ statePrefix }),
  )
}

/** The stored receipt of an upload; undefined when there is none that is whole, its own and to be believed. */
export async function findReceipt(
  deps: Dependencies,
  upload: AuthorizedUpload,
): Promise<Receipt | undefined> {
  const { store, settings, log } = deps
  const text = await store.getDocument(receiptKey(settings.receiptPrefix, upload.key))
  if (text === undefined || readMark(text)) return undefined
  const receipt = v.safeParse(v.pipe(v.string(), v.parseJson(), receiptSchema), text)
  if (receipt.success && receipt.output.id === upload.id && receipt.output.key === upload.key) {
    return (await receiptHolds(deps, upload)) ? receipt.output : undefined
  }
  log.warn({ upload: upload.id }, 'the stored receipt is damaged or of another upload')
  return undefined
}

/**
 * Stores an object's receipt, and gives back the same object; or the receipt that there is already.
 *
 * @param guarded whether the store can be told to overwrite nothing
 * @throws ApiFailure slow_down while the object is being taken away, or where it was since it was looked at
 */
export async function keepReceipt(
  deps: Dependencies,
  upload: AuthorizedUpload,
  receipt: Receipt,
  guarded: boolean,
): Promise<Receipt> {
  const { store, settings } = deps
  const key = receiptKey(settings.receiptPrefix, receipt.key)
  const text = textOf(receipt)
  const isThere = async () => (await store.head(receipt.key))?.etag === receipt.etag
  if (await occupy(deps, key, text, guarded, isThere)) return receipt
  const stored = await findReceipt(deps, upload)
  if (stored && stored.etag === receipt.etag) return stored
  await store.putDocument(key, text)
  return receipt
}

/** Stores a receipt in place of the one that there is, of which it says all and more. */
export async function replaceReceipt(
  { store, settings }: Dependencies,
  receipt: Receipt,
): Promise<void> {
  await store.putDocument(receiptKey(settings.receiptPrefix, receipt.key), textOf(receipt))
}

/** Takes away the receipt of what was cancelled meanwhile: nobody has heard of it. */
export async function removeReceipt(
  { store, settings }: Dependencies,
  { key }: Pick<AuthorizedUpload, 'key'>,
): Promise<void> {
  await store.remove(receiptKey(settings.receiptPrefix, key))
}

function textOf(receipt: Receipt): string {
  return `${JSON.stringify(receipt, null, 2)}\n`
}

/** Notes for admins that there is a receipt; again where a server may have died before it did. */
export async function noteReceipt(
  deps: Dependencies,
  receipt: Receipt,
  upload: AuthorizedUpload,
): Promise<void> {
  try {
    await noteStanding(deps, receipt, upload.sub)
    // Hashes may have been told since it was kept, and noted before. Those of a whole file wait for its receipt.
    if (receipt.disproved || upload.put !== undefined) return
    const latest = await findReceipt(deps, upload)
    if (!latest || standingOf(latest).outcome === standingOf(receipt).outcome) return
    await noteReceipt(deps, latest, upload)
  } catch (error) {
    // The receipt is there, and all that the upload needs: an admin can have it looked for.
    deps.log.warn({ upload: receipt.id, err: error }, 'a receipt could not be noted for admins')
  }
}

async function noteStanding(
  { ledgers }: Dependencies,
  receipt: Receipt,
  subject: string,
): Promise<void> {
  const entry = { ...standingOf(receipt), subject }
  if (receipt.disproved) {
    const at = Date.parse(receipt.disproved.at)
    await ledgers.failed.add({ ...entry, at, outcome: 'mismatch' })
    await ledgers.verified.replace(entry)
  } else if (entry.outcome === 'differs') await ledgers.verified.replace(entry)
  else await ledgers.verified.add(entry)
}

/** Notes for admins that an upload came to nothing. */
export async function noteFailure(
  { ledgers, log, now }: Dependencies,
  { id, key, size, sub }: Pick<AuthorizedUpload, 'id' | 'key' | 'size' | 'sub'>,
  outcome: 'cancelled' | 'mismatch',
): Promise<void> {
  try {
    await ledgers.failed.add({ at: now(), outcome, size, subject: sub, key })
  } catch (error) {
    log.warn({ upload: id, err: error }, 'a failure could not be noted for admins')
  }
}
