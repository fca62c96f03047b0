/** For each problem that the doctor knows, a deployment that really has it. */
import type { CORSRule, LifecycleRule } from '@aws-sdk/client-s3'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { Problem } from '../../shared/doctor-problems.ts'
import { WEBHOOK_SECRET } from './receivers.ts'
import type { Misbehaviour } from './front.ts'

/** How a deployment differs from one in which all is well. */
export interface Provocation {
  /** Of the server, from its environment. */
  readonly settings?: Readonly<Record<string, string>>
  /** What the SDK finds in the environment; undefined where it is missing. */
  readonly identity?: Readonly<Record<string, string | undefined>>
  /** What FORM_SCHEMA names. */
  readonly form?: unknown
  /** What the sign-in service answers to who asks for its keys. */
  readonly keySet?: RequestListener
  readonly cors?: Partial<CORSRule>
  readonly lifecycle?: readonly LifecycleRule[]
  /** Minutes that the store's clock is behind. */
  readonly storeBehind?: number
  /** Stands before the store. */
  readonly front?: () => Misbehaviour
  /** Stands before the store for pages alone, at S3_PUBLIC_ENDPOINT. */
  readonly frontOfPages?: () => Misbehaviour
  /** As what pages reach that front, where it matters. */
  readonly hostOfPages?: string
  /** What can't but be found too. */
  readonly also?: readonly Problem[]
  /** Whether something must stay in the bucket. */
  readonly leaves?: true
}

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9'

export const RIGHT_CORS: CORSRule = {
  AllowedOrigins: ['https://files.example.com'],
  AllowedMethods: ['PUT'],
  AllowedHeaders: ['*'],
  ExposeHeaders: ['ETag', 'x-amz-checksum-crc64nvme'],
}

const rule = (ID: string, Prefix: string, more: Partial<LifecycleRule>): LifecycleRule => ({
  ID,
  Status: 'Enabled',
  Filter: { Prefix },
  ...more,
})
const aborting = (days: number) =>
  rule('tidy', '', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: days } })
const removing = (prefix: string, days: number) =>
  rule(`remove ${prefix}`, prefix, { Expiration: { Days: days } })
const NOTES = '.longhaul/uploads/'

export const RIGHT_LIFECYCLE: readonly LifecycleRule[] = [aborting(8), removing(NOTES, 8)]

const UPLOAD = /[?&]uploadId=/

/** The store answers so what is asked by this method and at such an address. */
const answering =
  (method: string, url: RegExp, status: number, code: string) => (): Misbehaviour => ({
    answers: (asked) =>
      asked.method === method && url.test(asked.url ?? '') ? [status, code] : undefined,
  })

/** As S3 does for whom a policy does not allow it. */
const denying = (method: string, url: RegExp) => answering(method, url, 403, 'AccessDenied')

const ignoring = (ignores: RegExp) => () => ({ ignores })

const isPut = ({ method }: IncomingMessage) => method === 'PUT'

const expiring = (minutes: number) => ({
  identity: {
    AWS_CREDENTIAL_EXPIRATION: new Date(Date.now() + minutes * 60_000).toISOString(),
  },
})

const LONG = { type: 'string', maxLength: 1000 }

export const PROVOCATIONS: Readonly<Record<Problem, Provocation>> = {
  credentials_missing: {
    identity: {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_PROFILE: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
    },
  },
  credentials_expired: expiring(-1),
  credentials_short: expiring(10),
  store_unreachable: { settings: { S3_ENDPOINT: NOWHERE } },
  clock_unknown: { front: () => ({ changes: () => ({ date: undefined }) }) },
  clock_wrong: { storeBehind: 20 },
  clock_off: { storeBehind: 6 },
  access_key_unknown: { identity: { AWS_ACCESS_KEY_ID: 'somebody' } },
  access_key_mismatch: { identity: { AWS_SECRET_ACCESS_KEY: 'not-the-one-of-the-tests' } },
  access_key_expired: { front: answering('GET', /list-type=2/, 400, 'ExpiredToken') },
  bucket_missing: { settings: { S3_BUCKET: 'other' } },
  bucket_unreadable: { front: answering('GET', /list-type=2/, 500, 'InternalError') },
  region_refused: { settings: { S3_REGION: 'eu-west-1' } },
  region_other: {
    front: () => ({
      changes: ({ method }) => (method === 'HEAD' ? { 'x-amz-bucket-region': 'eu-west-1' } : {}),
    }),
  },
  part_route_off: { settings: { PART_ROUTE: 'off' } },
  lifecycle_unknown: { front: answering('GET', /[?&]lifecycle/, 501, 'NotImplemented') },
  lifecycle_unreadable: { front: denying('GET', /[?&]lifecycle/) },
  lifecycle_missing: { lifecycle: [removing(NOTES, 8)] },
  lifecycle_early: { lifecycle: [aborting(3), removing(NOTES, 8)] },
  lifecycle_of_state: { lifecycle: [...RIGHT_LIFECYCLE, removing('', 30)] },
  lifecycle_of_notes_missing: { lifecycle: [aborting(8)] },
  lifecycle_of_notes_early: { lifecycle: [aborting(8), removing(NOTES, 3)] },
  refused_ListBucket: { front: denying('GET', /[?&]list-type=2.*prefix=/) },
  refused_ListMultipartUploads: { front: denying('GET', /[?&]uploads/) },
  refused_CreateMultipartUpload: { front: denying('POST', /[?&]uploads/) },
  refused_UploadPart: { front: denying('PUT', /longhaul-doctor.*[?&]partNumber=.*UploadPart/) },
  refused_ListParts: { front: denying('GET', UPLOAD) },
  refused_CompleteMultipartUpload: { front: denying('POST', /longhaul-doctor.*[?&]uploadId=/) },
  refused_AbortMultipartUpload: {
    front: denying('DELETE', UPLOAD),
    also: ['not_cleaned'],
    leaves: true,
  },
  refused_PutObject: { front: denying('PUT', /\/receipts\//) },
  refused_HeadObject: { front: denying('HEAD', /\/\.longhaul\//) },
  refused_GetObject: { front: denying('GET', /\/in\/[^?]*(?:\?x-id=GetObject)?$/) },
  refused_DeleteObject: {
    front: denying('DELETE', /\/receipts\//),
    also: ['not_cleaned'],
    leaves: true,
  },
  encryption_unknown: { settings: { S3_SERVER_SIDE_ENCRYPTION: 'AES256' } },
  action_failed: { front: answering('PUT', /\/receipts\//, 500, 'InternalError') },
  checksums_md5: { front: ignoring(/^x-amz-(?:sdk-)?checksum-/) },
  checksums_none: { front: ignoring(/^x-amz-(?:sdk-)?checksum-|^content-md5$/) },
  checksums_untried: { front: denying('POST', /longhaul-probe/) },
  complete_unguarded: {
    front: answeringIf('POST', 'if-none-match'),
  },
  put_unguarded: { front: ignoring(/^if-none-match$/), also: ['complete_unguarded'] },
  objects_refused: { settings: { S3_STORAGE_CLASS: 'GLACIER' } },
  https_missing: { frontOfPages: () => ({}), hostOfPages: '[::ffff:127.0.0.1]' },
  store_unreachable_for_pages: { settings: { S3_PUBLIC_ENDPOINT: NOWHERE } },
  cors_origin: { cors: { AllowedOrigins: ['https://else.example.com'] } },
  cors_method: { cors: { AllowedMethods: ['GET', 'POST'] } },
  cors_header: { cors: { AllowedHeaders: ['content-type'] } },
  cors_answer: {
    frontOfPages: () => ({
      changes: (asked) => (isPut(asked) ? { 'access-control-allow-origin': undefined } : {}),
    }),
  },
  cors_etag: { cors: { ExposeHeaders: ['x-amz-checksum-crc64nvme'] } },
  cors_checksum: { cors: { ExposeHeaders: ['ETag'] } },
  part_unanswered: {
    frontOfPages: () => ({ answers: (asked) => (isPut(asked) ? 'cut' : undefined) }),
  },
  part_refused: { frontOfPages: () => ({ host: 'store.internal' }) },
  examination_broken_off: {
    front: () => {
      let created = 0
      return {
        answers: ({ method, url = '' }) =>
          method === 'POST' && url.includes('longhaul-doctor') && ++created > 4 ? 'cut' : undefined,
      }
    },
  },
  not_cleaned: {
    front: denying('DELETE', /./),
    also: ['refused_AbortMultipartUpload', 'refused_DeleteObject'],
    leaves: true,
  },
  sign_in_keys_unreachable: { keySet: answeringKeys('', 404) },
  sign_in_keys_wrong: { keySet: answeringKeys('<!doctype html><title>Sign in</title>') },
  // A shared secret, which whoever checks by it could sign with as well.
  sign_in_keys_unusable: { keySet: answeringKeys('{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}') },
  form_long: { form: { type: 'object', properties: { a: LONG, b: LONG, c: LONG } } },
  webhook_unreached: {
    settings: { WEBHOOK_URLS: `${NOWHERE}/hook`, WEBHOOK_SECRET },
  },
  mail_unreached: {
    settings: {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: '9',
      SMTP_SECURITY: 'none',
      MAIL_FROM: 'longhaul@example.com',
      MAIL_TO: 'ops@example.com',
    },
  },
}

/** A sign-in service that answers so, as it does when it is not the address of its keys. */
function answeringKeys(body: string, status = 200): RequestListener {
  return (_, response) => void response.writeHead(status).end(body)
}

/** The store answers 501 where a request has a header, as one that does not know it. */
function answeringIf(method: string, header: string) {
  return (): Misbehaviour => ({
    answers: (asked) =>
      asked.method === method && asked.headers[header] !== undefined
        ? [501, 'NotImplemented']
        : undefined,
  })
}
