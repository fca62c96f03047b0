/** The form of every setting of the environment, each with the words for when it is wrong. */
import * as v from 'valibot'
import { HASHES } from '../shared/hashes.ts'
import { MAX_OBJECT_SIZE, MAX_PRESIGN_SECONDS } from '../shared/limits.ts'
import { costEntries } from './costs.ts'
import { formEntries } from './form/operator-form.ts'
import { identityEntries } from './identity/settings.ts'
import { metricsEntries } from './metrics/settings.ts'
import { noticeEntries } from './notices/settings.ts'
import { receiptKeyEntries } from './receipts/keys.ts'
import { objectEntries } from './s3/object-options.ts'
import { list, matching, oneOrOther, prefix, wholeNumber } from './setting-forms.ts'

const DAY_SECONDS = 24 * 60 * 60
const MIN_SECRET_LENGTH = 32

/** An http(s) address without path, query or user, as its origin. */
function origin(example: string) {
  const message = `must be an address like ${example}, without a path`
  return v.pipe(
    v.string(),
    v.check((text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined
      return url !== undefined && /^https?:$/.test(url.protocol) && isOnlyOrigin(url)
    }, message),
    v.transform((text) => new URL(text).origin),
  )
}

function isOnlyOrigin({ pathname, search, hash, username, password }: URL): boolean {
  return pathname === '/' && search + hash + username + password === ''
}

const endpoint = v.pipe(
  v.string(),
  v.check((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || !/^https?:$/.test(url.protocol)) return false
    return url.search + url.hash + url.username + url.password === ''
  }, 'must be an address like https://s3.example.com, without user or query'),
)

const truth = v.pipe(
  v.picklist(['true', 'false', '1', '0'], 'must be true or false'),
  v.transform((text) => text === 'true' || text === '1'),
)
const onOrOff = oneOrOther('on', 'off')

const hashKinds = v.pipe(
  v.string(),
  v.transform((text) => (text.trim() === 'none' ? '' : text)),
  list(v.picklist(HASHES, `must be none, or of ${HASHES.join(', ')}, with commas between`)),
  v.transform((kinds) => HASHES.filter((kind) => kinds.includes(kind))),
)

/** A label of a host name, as the SDK makes it one: it fails at each request with any other. */
const region = matching(
  /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/,
  'must be letters, digits and hyphens, like eu-central-1',
)
const port = wholeNumber(0, 65_535)
const bucket = matching(/^[A-Za-z0-9._-]{3,255}$/, 'must be the name of a bucket')
const credential = matching(/^[\x21-\x7e]{3,128}$/, 'must be 3 to 128 visible ASCII characters')

/** Settings that are not given get their defaults here, or in what is made of them. */
export const settingsSchema = v.object({
  HOST: v.optional(
    matching(/^[\w.:-]{1,255}$/, 'must be a host name or an IP address'),
    '127.0.0.1',
  ),
  PORT: v.optional(port, '8080'),
  PUBLIC_ORIGIN: v.optional(origin('https://files.example.com')),
  DATA_DIR: v.optional(v.string(), './data'),
  LOG_LEVEL: v.optional(
    v.picklist(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    ),
    'warn',
  ),
  AUDIT_LOG: v.optional(onOrOff),

  S3_BUCKET: v.optional(bucket),
  S3_REGION: v.optional(region),
  AWS_REGION: v.optional(region),
  S3_ENDPOINT: v.optional(endpoint),
  S3_PUBLIC_ENDPOINT: v.optional(endpoint),
  S3_ENDPOINTS: v.optional(list(endpoint), ''),
  S3_FORCE_PATH_STYLE: v.optional(truth),
  S3_ACCELERATE: v.optional(onOrOff, 'off'),

  KEY_PREFIX: v.optional(prefix, ''),
  RECEIPT_PREFIX: v.optional(prefix, 'receipts/'),
  STATE_PREFIX: v.optional(prefix, '.longhaul/'),
  MAX_FILE_SIZE: v.optional(wholeNumber(0, MAX_OBJECT_SIZE), String(MAX_OBJECT_SIZE)),
  PRESIGN_TTL_SECONDS: v.optional(wholeNumber(1, MAX_PRESIGN_SECONDS), '3600'),
  UPLOAD_TTL_SECONDS: v.optional(wholeNumber(60, 365 * DAY_SECONDS), String(7 * DAY_SECONDS)),
  PART_ROUTE: v.optional(onOrOff, 'on'),
  WHOLE_FILE_HASHES: v.optional(hashKinds, 'sha256'),
  TOKEN_SECRET: v.optional(
    v.pipe(
      v.string(),
      v.minLength(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`),
    ),
  ),

  ...identityEntries,
  ...formEntries,
  ...objectEntries,
  ...receiptKeyEntries,
  ...costEntries,
  ...metricsEntries,
  ...noticeEntries,

  STORE_PORT: v.optional(port, '9000'),
  STORE_BUCKET: v.optional(
    matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a name that S3 allows a bucket'),
    'uploads',
  ),
  STORE_ACCESS_KEY_ID: v.optional(credential),
  STORE_SECRET_ACCESS_KEY: v.optional(credential),
})

export type Settings = v.InferOutput<typeof settingsSchema>
export const SETTING_NAMES = Object.keys(settingsSchema.entries)
