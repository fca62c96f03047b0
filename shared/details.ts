/** What is known of a file beside the file: what a person entered in the operator's form. */
import * as v from 'valibot'
import { HASHES } from './hashes.ts'

/** Bytes of all that is entered for one file, as JSON in UTF-8: it travels in the upload's token. */
export const MAX_DETAILS_BYTES = 2048
/** Characters of one text. */
export const MAX_TEXT_LENGTH = 1000
export const MAX_FIELDS = 40

/** How a field may be called: its name becomes part of a header's in the object's metadata. */
export const fieldNameSchema = v.pipe(v.string(), v.regex(/^[A-Za-z][\w-]{0,39}$/))

const answerSchema = v.union([v.string(), v.number(), v.boolean()])
export type Answer = v.InferOutput<typeof answerSchema>

/** What was entered, by the fields' names; whether it is what the form wants is another question. */
export const answersSchema = v.pipe(
  v.record(fieldNameSchema, answerSchema),
  v.maxEntries(MAX_FIELDS),
)
export type Answers = v.InferOutput<typeof answersSchema>

/** What was entered with what it was asked by: to be read without the form, which may change. */
export const detailsSchema = v.array(
  v.object({
    name: v.string(),
    label: v.string(),
    value: answerSchema,
    /** What the person chose, where that is not the value itself. */
    chosen: v.optional(v.string()),
    /**
     * The value is this hash of the file as it was acquired, hex: compared with what the browser
     * computes of the whole file.
     */
    hash: v.optional(v.picklist(HASHES)),
  }),
)
export type Details = v.InferOutput<typeof detailsSchema>
