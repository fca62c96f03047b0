/** What of the API's configuration is for hashing alone; in a module of its own, as no first view needs it. */
import * as v from 'valibot'
import { HASHES } from './hashes.ts'

/** What whole files are hashed by unasked; stands beside ClientConfig. */
export const hashConfigSchema = v.object({
  wholeFileHashes: v.optional(v.array(v.picklist(HASHES)), []),
})
export type HashConfig = v.InferOutput<typeof hashConfigSchema>
