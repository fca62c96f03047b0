import { GetBucketLifecycleConfigurationCommand, type LifecycleRule } from '@aws-sdk/client-s3'
import type { Finding } from '../../shared/doctor.ts'
import { storeErrorFacts } from '../s3/errors.ts'
import { notesPrefix } from '../uploads/notes.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok, warning } from './finding.ts'
import { describeRefusal, isUnknownTo } from './refusal.ts'

const CHECK = 'Lifecycle: incomplete uploads'
const NOTES = 'Lifecycle: notes of uploads'
const STATE = 'Lifecycle: what servers keep'
const DAY = 24 * 60 * 60
const SETUP = 'npx longhaul setup-bucket can do it.'

/** Whether the bucket clears away what is left of uploads, and nothing that is still needed. */
export async function checkLifecycle(deployment: Deployment): Promise<readonly Finding[]> {
  const { client, address, uploads } = deployment
  try {
    const { Rules = [] } = await client.send(
      new GetBucketLifecycleConfigurationCommand({ Bucket: address.bucket }),
    )
    return judgeLifecycle(Rules, uploads)
  } catch (error) {
    if (storeErrorFacts(error).names.includes('NoSuchLifecycleConfiguration')) {
      return judgeLifecycle([], uploads)
    }
    if (isUnknownTo(error)) {
      return [
        warning(
          'lifecycle_unknown',
          CHECK,
          'The store knows no lifecycle rules.',
          'Have it clear away incomplete uploads by its own means, or abort old ones now and then.',
        ),
      ]
    }
    return [
      warning(
        'lifecycle_unreadable',
        CHECK,
        `The rules could not be read: the store answered ${describeRefusal(error)}.`,
        `Allow s3:GetLifecycleConfiguration, or look by other means whether a rule aborts incomplete uploads after more than ${leastDays(uploads.uploadLifetime)} days.`,
      ),
    ]
  }
}

/** Days after which an upload can't be resumed any more for sure. */
export function leastDays(uploadLifetime: number): number {
  return Math.ceil(uploadLifetime / DAY) + 1
}

/** @param uploads of the server's settings */
export function judgeLifecycle(
  rules: readonly LifecycleRule[],
  uploads: Deployment['uploads'],
): readonly Finding[] {
  const { keyPrefix, uploadLifetime } = uploads
  const enabled = rules.filter(({ Status }) => Status === 'Enabled')
  const days = (rule: LifecycleRule) => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation
  const aborting = enabled.filter((rule) => days(rule) !== undefined)
  const early = aborting.find(
    (rule) => overlaps(prefixOf(rule), keyPrefix) && (days(rule) ?? 0) * DAY < uploadLifetime,
  )
  const covering = aborting.find((rule) => keyPrefix.startsWith(prefixOf(rule)) && !isNarrow(rule))
  return [
    judgeAborting(early, covering, days, uploadLifetime),
    ...judgeNotes(enabled, uploads),
    ...judgeState(enabled, uploads),
  ]
}

function judgeAborting(
  early: LifecycleRule | undefined,
  covering: LifecycleRule | undefined,
  days: (rule: LifecycleRule) => number | undefined,
  uploadLifetime: number,
): Finding {
  const wanted = leastDays(uploadLifetime)
  if (early) {
    return failure(
      'lifecycle_early',
      CHECK,
      `${nameOf(early)} aborts uploads after ${days(early)} days, while they may be resumed for longer (UPLOAD_TTL_SECONDS).`,
      `Have it wait ${wanted} days, or make UPLOAD_TTL_SECONDS smaller.`,
    )
  }
  if (!covering) {
    return warning(
      'lifecycle_missing',
      CHECK,
      'No rule aborts them: what was sent of an abandoned upload stays, unseen and paid for.',
      `Add a rule that aborts incomplete uploads after ${wanted} days; ${SETUP}`,
    )
  }
  return ok(CHECK, `They are aborted after ${days(covering)} days.`)
}

/** A server removes most of them itself, but not those of uploads that nobody ends. */
function judgeNotes(
  enabled: readonly LifecycleRule[],
  uploads: Deployment['uploads'],
): readonly Finding[] {
  const notes = notesPrefix(uploads)
  const removing = enabled.filter(
    (rule) => notes.startsWith(prefixOf(rule)) && !isNarrow(rule) && isExpiring(rule),
  )
  const wanted = leastDays(uploads.uploadLifetime)
  const early = removing.find(({ Expiration }) => {
    const days = Expiration?.Days
    return days !== undefined && days * DAY < uploads.uploadLifetime
  })
  if (early) {
    return [
      warning(
        'lifecycle_of_notes_early',
        NOTES,
        `${nameOf(early)} deletes them after ${early.Expiration?.Days} days: who began an upload isn't known then any more, nor that a file was cancelled which a browser may still send.`,
        `Have it wait ${wanted} days.`,
      ),
    ]
  }
  if (removing.length > 0) return [ok(NOTES, 'They are deleted once nobody needs them.')]
  return [
    warning(
      'lifecycle_of_notes_missing',
      NOTES,
      `No rule deletes them: of abandoned uploads and of small files that were cancelled, some hundred bytes each stay under ${notes}.`,
      `Add a rule that deletes what is under ${notes} after ${wanted} days; ${SETUP}`,
    ),
  ]
}

function judgeState(
  enabled: readonly LifecycleRule[],
  { statePrefix }: Deployment['uploads'],
): readonly Finding[] {
  const expiring = enabled.find(
    (rule) =>
      isExpiring(rule) &&
      overlaps(prefixOf(rule), statePrefix) &&
      !prefixOf(rule).startsWith(notesPrefix({ statePrefix })) &&
      !isNarrow(rule),
  )
  if (!expiring) return []
  return [
    failure(
      'lifecycle_of_state',
      STATE,
      `${nameOf(expiring)} deletes what is under ${statePrefix}: links that were taken back would work again.`,
      'Limit that rule to another prefix, or set STATE_PREFIX to one that no rule deletes.',
    ),
  ]
}

function isExpiring({ Expiration }: LifecycleRule): boolean {
  return Expiration?.Days !== undefined || Expiration?.Date !== undefined
}

function prefixOf({ Filter, Prefix }: LifecycleRule): string {
  return Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ''
}

/** Whether a rule is only for objects of some tags or sizes. */
function isNarrow({ Filter }: LifecycleRule): boolean {
  const all = { ...Filter, ...Filter?.And }
  const given = [all.Tag, all.Tags, all.ObjectSizeGreaterThan, all.ObjectSizeLessThan]
  return given.some((value) => value !== undefined)
}

function overlaps(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}

function nameOf({ ID }: LifecycleRule): string {
  return ID === undefined ? 'A rule without a name' : `The rule ${JSON.stringify(ID)}`
}
