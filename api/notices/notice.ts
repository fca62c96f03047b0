import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { detailsSchema, type Details } from '../../shared/details.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import type { FailureCode } from '../failure.ts'
import type { NotedUpload } from '../uploads/notes.ts'
import { NOTICE_KINDS } from './settings.ts'

/** What became of an upload, as receivers get it: the payload of the Standard Webhooks scheme. */
export const noticeSchema = v.object({
  /** The same for each delivery of it, by whichever server: receivers may know it by that. */
  id: v.pipe(v.string(), v.regex(/^msg_[\w-]{1,64}$/)),
  type: v.picklist(NOTICE_KINDS.map((kind) => `upload.${kind}` as const)),
  timestamp: v.pipe(v.string(), v.isoTimestamp()),
  data: v.object({
    /** The id that the browser gave the upload. */
    upload: v.string(),
    /** The subject who began it; null where nobody need be anybody. */
    who: v.nullable(v.string()),
    bucket: v.string(),
    key: v.string(),
    name: v.string(),
    path: v.string(),
    /** Bytes. */
    size: v.number(),
    /** What was entered about the file in the operator's form. */
    details: v.optional(detailsSchema, []),
    /** Why it failed, or that an admin aborted it; null for other ends. */
    code: v.nullable(v.string()),
    /**
     * Of what arrived, with its signature: of a completed one; of a failed one where its file was found to
     * be another one afterwards, which then stands in it.
     */
    receipt: v.nullable(receiptSchema),
  }),
})
export type Notice = v.InferOutput<typeof noticeSchema>

/** What is told with an end of an upload. */
export type End =
  | { readonly kind: 'completed'; readonly receipt: Receipt }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly receipt?: Receipt | undefined }
  | { readonly kind: 'aborted'; readonly byAdmin: boolean }

/** Of what an admin ended, and not who began it. */
export const ABORTED_BY_ADMIN = 'aborted_by_admin'

function codeOf(end: End): string | null {
  if (end.kind === 'failed') return end.code
  return end.kind === 'aborted' && end.byAdmin ? ABORTED_BY_ADMIN : null
}

/**
 * @param details what was entered about the file
 * @param now ms since 1970
 */
export function createNotice(
  upload: NotedUpload,
  bucket: string,
  details: Details,
  end: End,
  now: number,
): Notice {
  const type = `upload.${end.kind}` as const
  const code = codeOf(end)
  // The key has what the client can't choose: nobody can make another's notice look told already.
  const digest = createHash('sha256').update(JSON.stringify([type, upload.key, code]))
  return {
    id: `msg_${digest.digest('base64url').slice(0, 32)}`,
    type,
    timestamp: new Date(now).toISOString(),
    data: {
      upload: upload.id,
      who: upload.sub === '' ? null : upload.sub,
      bucket,
      key: upload.key,
      name: upload.name,
      path: upload.path,
      size: upload.size,
      details,
      code,
      receipt: end.kind === 'aborted' ? null : (end.receipt ?? null),
    },
  }
}
