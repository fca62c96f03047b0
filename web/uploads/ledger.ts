import * as v from 'valibot'
import type { AllUploads, UploadView } from '../../shared/messages.ts'
import { uploadIdSchema } from '../../shared/wire.ts'

/** So many uploads are remembered at most: writing them must not take long. */
const MOST = 1000
const KEY = 'longhaul-uploads'

const rememberedSchema = v.object({
  id: uploadIdSchema,
  name: v.string(),
  path: v.string(),
  size: v.number(),
  lastModified: v.number(),
  partSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})
/** What tells an upload's file from others, and the upload that it belonged to. */
export type Remembered = v.InferOutput<typeof rememberedSchema>

const ledgerSchema = v.object({
  database: v.string(),
  uploads: v.array(rememberedSchema),
  /** Those that were deleted before, and not added again since. */
  lost: v.optional(v.array(rememberedSchema), []),
})

/** The uploads that were not finished, and the database in which the worker had them on record. */
export type Ledger = v.InferOutput<typeof ledgerSchema>

export function ledgerOf(
  database: string,
  views: readonly UploadView[],
  lost: readonly Remembered[] = [],
): Ledger {
  const uploads = views.filter(isUnfinished).map(rememberedOf)
  return { database, uploads, lost: [...lost] }
}

function rememberedOf(view: UploadView): Remembered {
  const { id, name, path, size, lastModified, partSize } = view
  return { id, name, path, size, lastModified, partSize }
}

/** Whether there is one that the person would miss. */
export function isUnfinished(view: UploadView | null): boolean {
  return view !== null && view.state !== 'verified' && view.state !== 'cancelled'
}

/**
 * The uploads that were deleted with the database that had them: not those that are just not there
 * any more, as another page may have removed them.
 */
export function lostSince(before: Ledger | null, { database, uploads }: AllUploads): Remembered[] {
  if (!before || database === undefined) return []
  const gone = before.database === database ? [] : before.uploads
  const there = new Set(uploads.map(({ id }) => id))
  return [...before.lost, ...gone].filter(({ id }) => !there.has(id))
}

/** What the last page wrote; null where there is nothing that can be read. */
export function readLedger(storage: Pick<Storage, 'getItem'>): Ledger | null {
  const text = storage.getItem(KEY)
  if (text === null) return null
  const ledger = v.safeParse(v.pipe(v.string(), v.parseJson(), ledgerSchema), text)
  return ledger.success ? ledger.output : null
}

export function writeLedger(storage: Pick<Storage, 'setItem'>, ledger: Ledger): void {
  storage.setItem(
    KEY,
    JSON.stringify({
      ...ledger,
      uploads: ledger.uploads.slice(0, MOST),
      lost: ledger.lost.slice(0, MOST),
    }),
  )
}
