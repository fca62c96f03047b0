/**
 * What notifications say. The worker, which shows them while no page is seen, has no texts: the page
 * gives it those of its language.
 */
import * as v from 'valibot'

/** By the categories of `Intl.PluralRules`; `#` stands for the number. */
const form = v.optional(v.string())
const forms = v.object({ one: form, two: form, few: form, many: form, other: v.string() })

export const notificationTextSchema = v.object({
  /** BCP 47. */
  locale: v.string(),
  /** `{name}` stands for the file's. */
  verifiedOne: v.string(),
  verified: forms,
  verifiedMore: v.string(),
  failedOne: v.string(),
  failed: forms,
  failedMore: v.string(),
  /** Of what was verified and is not to be relied on any more. */
  disprovedOne: v.string(),
  disproved: forms,
  disprovedMore: v.string(),
  waiting: forms,
  waitingMore: v.string(),
  /** The buttons; an older page gave none. */
  buttons: v.optional(
    v.object({
      verified: v.string(),
      failed: v.string(),
      waiting: v.string(),
      retry: v.string(),
      disproved: v.string(),
    }),
  ),
})
export type NotificationText = v.InferOutput<typeof notificationTextSchema>
