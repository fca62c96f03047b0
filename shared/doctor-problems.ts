/** What each action is called whose refusal is a problem of its own, as S3's API has it. */
export const TRIED_ACTIONS = [
  'ListBucket',
  'ListMultipartUploads',
  'CreateMultipartUpload',
  'UploadPart',
  'ListParts',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'PutObject',
  'HeadObject',
  'GetObject',
  'DeleteObject',
] as const
export type TriedAction = (typeof TRIED_ACTIONS)[number]

/** All that the doctor may find, in the order in which it looks: programs know a finding by it. */
export const PROBLEMS = [
  'credentials_missing',
  'credentials_expired',
  'credentials_short',
  'store_unreachable',
  'clock_unknown',
  'clock_wrong',
  'clock_off',
  'access_key_unknown',
  'access_key_mismatch',
  'access_key_expired',
  'bucket_missing',
  'bucket_unreadable',
  'region_refused',
  'region_other',
  'part_route_off',
  'lifecycle_unknown',
  'lifecycle_unreadable',
  'lifecycle_missing',
  'lifecycle_early',
  'lifecycle_of_state',
  'lifecycle_of_notes_missing',
  'lifecycle_of_notes_early',
  ...TRIED_ACTIONS.map((action) => `refused_${action}` as const),
  'encryption_unknown',
  'action_failed',
  'checksums_md5',
  'checksums_none',
  'checksums_untried',
  'complete_unguarded',
  'put_unguarded',
  'objects_refused',
  'https_missing',
  'store_unreachable_for_pages',
  'cors_origin',
  'cors_method',
  'cors_header',
  'cors_answer',
  'cors_etag',
  'cors_checksum',
  'part_unanswered',
  'part_refused',
  'examination_broken_off',
  'not_cleaned',
  'sign_in_keys_unreachable',
  'sign_in_keys_wrong',
  'sign_in_keys_unusable',
  'form_long',
  'webhook_unreached',
  'mail_unreached',
] as const
export type Problem = (typeof PROBLEMS)[number]

/** What was looked at, by the word or two that stand for it. */
export const CHECKS = [
  'Credentials',
  'Store',
  'Clock',
  'Access key',
  'Bucket',
  'Region',
  'Part route',
  'Lifecycle: incomplete uploads',
  'Lifecycle: notes of uploads',
  'Lifecycle: what servers keep',
  'Checksums',
  'Overwriting: uploads of parts',
  'Overwriting: files of one part',
  'Encryption, class, lock and tags',
  'Address of the store',
  'CORS: what pages may send',
  'CORS: what pages may read',
  'A part as a browser sends it',
  'Examination',
  'Cleaning up',
  'Keys of the sign-in',
  'Form',
] as const
export type Check = (typeof CHECKS)[number]

/**
 * What a finding names as what was looked at: one of those, also with the host in brackets; an action,
 * also with where it was tried; or a receiver of notices.
 */
export type CheckTitle =
  | Check
  | `${Check} (${string})`
  | TriedAction
  | `${TriedAction} under ${string}`
  | `Webhook${string}`
  | `Mail${string}`
