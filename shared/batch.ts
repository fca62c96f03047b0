/** What the API's routes for many small files take; in a module of its own, as browsers parse none of it. */
import * as v from 'valibot'
import {
  completeRequestSchema,
  createUploadRequestSchema,
  MAX_BATCH,
  signPartsRequestSchema,
} from './wire.ts'

function batchOf<S extends v.GenericSchema>(item: S) {
  const uploads = v.pipe(v.array(item), v.minLength(1), v.maxLength(MAX_BATCH))
  return v.strictObject({ uploads })
}

const tokenOfUpload = v.pipe(v.string(), v.minLength(1), v.maxLength(8192))

export const batchCreateRequestSchema = batchOf(createUploadRequestSchema)
export const batchSignRequestSchema = batchOf(
  v.strictObject({ ...signPartsRequestSchema.entries, token: tokenOfUpload }),
)
export type BatchSignRequest = v.InferOutput<typeof batchSignRequestSchema>
export const batchCompleteRequestSchema = batchOf(
  v.strictObject({ ...completeRequestSchema.entries, token: tokenOfUpload }),
)
export type BatchCompleteRequest = v.InferOutput<typeof batchCompleteRequestSchema>
