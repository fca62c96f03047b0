/** What is asked of the store for every object, beside its bytes: encryption, class, lock, tags. */
import * as v from 'valibot'
import { matching, wholeNumber } from '../setting-forms.ts'

const DAY = 24 * 60 * 60 * 1000
/** S3's own ("Object tagging", object-tagging.html). */
const MAX_TAGS = 10
const MAX_TAG_KEY = 128
const MAX_TAG_VALUE = 256

const STORAGE_CLASSES = [
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
] as const

export const objectEntries = {
  S3_SERVER_SIDE_ENCRYPTION: v.optional(
    v.picklist(['AES256', 'aws:kms'], 'must be AES256 or aws:kms'),
  ),
  S3_KMS_KEY_ID: v.optional(
    matching(/^[\w:/-]{1,2048}$/, 'must be the id, the alias or the ARN of a key'),
  ),
  S3_STORAGE_CLASS: v.optional(
    v.picklist(STORAGE_CLASSES, `must be one of ${STORAGE_CLASSES.join(', ')}`),
  ),
  S3_OBJECT_LOCK_MODE: v.optional(
    v.picklist(['GOVERNANCE', 'COMPLIANCE'], 'must be GOVERNANCE or COMPLIANCE'),
  ),
  S3_OBJECT_LOCK_DAYS: v.optional(wholeNumber(1, 36_500)),
  S3_TAGS: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(',').map((tag) => tag.trim().split('='))),
      v.check(
        (tags) => areTags(tags),
        `must be at most ${MAX_TAGS} tags like team=film,kind=raw, each key once`,
      ),
      v.transform((tags) => tags.map(([key = '', value = '']) => ({ key, value }))),
    ),
  ),
}

const objectSchema = v.object(objectEntries)

export interface ObjectOptions {
  readonly encryption:
    | { readonly algorithm: 'AES256' | 'aws:kms'; readonly keyId: string | undefined }
    | undefined
  readonly storageClass: (typeof STORAGE_CLASSES)[number] | undefined
  readonly lock: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number } | undefined
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

export const NO_OBJECT_OPTIONS: ObjectOptions = {
  encryption: undefined,
  storageClass: undefined,
  lock: undefined,
  tags: [],
}

/** @param refuse is called with why the settings can't be meant together */
export function readObjectOptions(
  given: v.InferOutput<typeof objectSchema>,
  refuse: (why: string) => never,
): ObjectOptions {
  const algorithm = given.S3_SERVER_SIDE_ENCRYPTION
  const { S3_OBJECT_LOCK_MODE: mode, S3_OBJECT_LOCK_DAYS: days } = given
  if (given.S3_KMS_KEY_ID !== undefined && algorithm !== 'aws:kms') {
    refuse('S3_SERVER_SIDE_ENCRYPTION must be aws:kms with S3_KMS_KEY_ID.')
  }
  if (mode === undefined && days !== undefined) {
    refuse('S3_OBJECT_LOCK_MODE must be given with S3_OBJECT_LOCK_DAYS.')
  }
  if (mode !== undefined && days === undefined) {
    refuse('S3_OBJECT_LOCK_DAYS must be given with S3_OBJECT_LOCK_MODE.')
  }
  return {
    encryption: algorithm && { algorithm, keyId: given.S3_KMS_KEY_ID },
    storageClass: given.S3_STORAGE_CLASS,
    lock: mode !== undefined && days !== undefined ? { mode, days } : undefined,
    tags: given.S3_TAGS ?? [],
  }
}

/** What the SDK sends of encryption. */
export interface EncryptionInput {
  readonly ServerSideEncryption?: 'AES256' | 'aws:kms'
  readonly SSEKMSKeyId?: string
}

export function encryptionInput({ encryption }: ObjectOptions): EncryptionInput {
  if (!encryption) return {}
  return {
    ServerSideEncryption: encryption.algorithm,
    ...(encryption.keyId === undefined ? {} : { SSEKMSKeyId: encryption.keyId }),
  }
}

/** What the SDK sends at an upload's creation. @param now ms since 1970 */
export function uploadInput(options: ObjectOptions, now: number) {
  const { storageClass, lock, tags } = options
  return {
    ...encryptionInput(options),
    ...(storageClass === undefined ? {} : { StorageClass: storageClass }),
    ...(lock
      ? {
          ObjectLockMode: lock.mode,
          ObjectLockRetainUntilDate: new Date(now + lock.days * DAY),
        }
      : {}),
    ...(tags.length === 0 ? {} : { Tagging: tags.map(tagText).join('&') }),
  }
}

/** The same as headers, their names in lower case, of an object that is sent by its URL. */
export function objectHeaders(options: ObjectOptions, now: number): [string, string][] {
  const given = uploadInput(options, now)
  const headers: [string, string | undefined][] = [
    ['x-amz-server-side-encryption', given.ServerSideEncryption],
    ['x-amz-server-side-encryption-aws-kms-key-id', given.SSEKMSKeyId],
    ['x-amz-storage-class', given.StorageClass],
    ['x-amz-object-lock-mode', given.ObjectLockMode],
    ['x-amz-object-lock-retain-until-date', given.ObjectLockRetainUntilDate?.toISOString()],
    ['x-amz-tagging', given.Tagging],
  ]
  return headers.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
}

function tagText({ key, value }: ObjectOptions['tags'][number]): string {
  return `${encodeURIComponent(key)}=${encodeURIComponent(value)}`
}

function areTags(tags: readonly string[][]): boolean {
  const keys = new Set(tags.map(([key]) => key))
  return (
    tags.length <= MAX_TAGS &&
    keys.size === tags.length &&
    tags.every(([key = '', value = '', ...rest]) => {
      const isWell = /^[\p{L}\p{Z}\p{N}_.:/+@-]*$/u.test(key + value)
      const isShort = key.length <= MAX_TAG_KEY && value.length <= MAX_TAG_VALUE
      return key !== '' && rest.length === 0 && isWell && isShort
    })
  )
}
