import * as v from 'valibot'
import type { Prices } from '../shared/admin.ts'
import type { UploadSettings } from './dependencies.ts'
import { readOperatorForm, type OperatorForm } from './form/operator-form.ts'
import { readAuth, type AuthSettings } from './identity/settings.ts'
import { leadsIntoState } from './key.ts'
import { isLoopback } from './loopback.ts'
import { readMetrics, type MetricsSettings } from './metrics/settings.ts'
import { readNotices, type NoticeSettings } from './notices/settings.ts'
import type { ReceiptKeySettings } from './receipts/keys.ts'
import type { BucketAddress } from './s3/client.ts'
import { readObjectOptions, type ObjectOptions } from './s3/object-options.ts'
import { SETTING_NAMES, settingsSchema, type Settings } from './settings.ts'
import { StartError } from './start-error.ts'

/** The embedded store; what is undefined is made and kept in the data folder. */
export interface EmbeddedStore {
  readonly kind: 'embedded'
  /** 0 for any free one. */
  readonly port: number
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string | undefined
  readonly secretAccessKey: string | undefined
  /** Where browsers reach it; undefined for its port on the page's host. */
  readonly publicEndpoint: string | undefined
  /** Further addresses of the same. */
  readonly otherEndpoints: readonly string[]
}

export type Storage = EmbeddedStore | { readonly kind: 's3'; readonly address: BucketAddress }

export interface Config {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  /** Where people open the page; undefined for the port on localhost. */
  readonly publicOrigin: string | undefined
  readonly dataFolder: string
  readonly logLevel: Settings['LOG_LEVEL']
  /** Whether there is a line for each action. */
  readonly audit: boolean
  /** Undefined where nobody may have the figures. */
  readonly metrics: MetricsSettings | undefined
  readonly notices: NoticeSettings
  /** Undefined where it is made and kept in the data folder. */
  readonly tokenSecret: string | undefined
  readonly auth: AuthSettings
  /** In which people say what they send; undefined where they need not. */
  readonly form: OperatorForm | undefined
  /** Of every object. */
  readonly objects: ObjectOptions
  readonly receiptKeys: ReceiptKeySettings
  /** By which costs are estimated; undefined where they aren't. */
  readonly prices: Prices | undefined
  readonly uploads: UploadSettings
  readonly storage: Storage
}

/**
 * The settings of the environment. An empty one counts as not given.
 *
 * @throws StartError naming the first one that is wrong, and never its value
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = SETTING_NAMES.flatMap((name) => {
    const value = environment[name]
    return value === undefined || value === '' ? [] : [[name, value] as const]
  })
  const parsed = v.safeParse(settingsSchema, Object.fromEntries(given))
  if (!parsed.success) {
    const [issue] = parsed.issues
    const name = v.getDotPath(issue)?.split('.', 1)[0] ?? 'A setting'
    throw new StartError(`${name} ${issue.message}.`)
  }
  const settings = parsed.output
  refuseMixedPrefixes(settings)
  const storage =
    settings.S3_BUCKET === undefined ? embedded(settings) : s3(settings, settings.S3_BUCKET)
  return {
    host: settings.HOST,
    port: settings.PORT,
    publicOrigin: settings.PUBLIC_ORIGIN,
    dataFolder: settings.DATA_DIR,
    logLevel: settings.LOG_LEVEL,
    audit: settings.AUDIT_LOG ?? !(isOpen(settings) && isOnlyHere(settings)),
    metrics: readMetrics(settings, refuse),
    notices: readNotices(settings, refuse),
    tokenSecret: settings.TOKEN_SECRET,
    auth: readAuth(settings, isOnlyHere(settings), refuse),
    form: readOperatorForm(settings, refuse),
    objects: readObjectOptions(settings, refuse),
    receiptKeys: { key: settings.RECEIPT_KEY, oldKeys: settings.RECEIPT_OLD_KEYS },
    prices: settings.PRICES,
    uploads: {
      keyPrefix: settings.KEY_PREFIX,
      receiptPrefix: settings.RECEIPT_PREFIX,
      statePrefix: settings.STATE_PREFIX,
      maxFileSize: settings.MAX_FILE_SIZE,
      presignLifetime: settings.PRESIGN_TTL_SECONDS,
      uploadLifetime: settings.UPLOAD_TTL_SECONDS,
      partRoute: settings.PART_ROUTE,
      wholeFileHashes: settings.WHOLE_FILE_HASHES,
    },
    storage,
  }
}

function refuse(why: string): never {
  throw new StartError(why)
}

/** A lifecycle rule deletes some of what servers keep: neither files nor receipts may be there. */
function refuseMixedPrefixes({ KEY_PREFIX, RECEIPT_PREFIX, STATE_PREFIX }: Settings): void {
  const elsewhere = 'must not lead into STATE_PREFIX: a lifecycle rule deletes there.'
  const prefixes = { keyPrefix: KEY_PREFIX, statePrefix: STATE_PREFIX }
  if (leadsIntoState(prefixes, '')) refuse(`KEY_PREFIX ${elsewhere}`)
  if ((RECEIPT_PREFIX + KEY_PREFIX).startsWith(STATE_PREFIX)) {
    refuse(`RECEIPT_PREFIX ${elsewhere}`)
  }
}

/** Whether everybody may upload. */
function isOpen({ AUTH }: Settings): boolean {
  return !AUTH.links && !AUTH.jwt
}

/** Whether nobody but this machine is to reach the page: a proxy on it may let others in. */
function isOnlyHere({ HOST, PUBLIC_ORIGIN }: Settings): boolean {
  const named = PUBLIC_ORIGIN === undefined || isLoopback(new URL(PUBLIC_ORIGIN).hostname)
  return isLoopback(HOST) && named
}

function regionOf({ S3_REGION, AWS_REGION }: Settings): string {
  return S3_REGION ?? AWS_REGION ?? 'us-east-1'
}

function s3(settings: Settings, bucket: string): Storage {
  if (settings.TOKEN_SECRET === undefined) {
    throw new StartError('TOKEN_SECRET must be given with S3_BUCKET, the same to every server.')
  }
  const { S3_ENDPOINT, S3_PUBLIC_ENDPOINT } = settings
  if (settings.S3_ENDPOINTS.length > 0 && (S3_PUBLIC_ENDPOINT ?? S3_ENDPOINT) === undefined) {
    throw new StartError('S3_ENDPOINT must be given with S3_ENDPOINTS: AWS has its own.')
  }
  if (settings.S3_ACCELERATE && (S3_PUBLIC_ENDPOINT ?? S3_ENDPOINT) !== undefined) {
    throw new StartError('S3_ACCELERATE must be off with S3_ENDPOINT: only AWS has it.')
  }
  return {
    kind: 's3',
    address: {
      bucket,
      region: regionOf(settings),
      endpoint: S3_ENDPOINT,
      publicEndpoint: S3_PUBLIC_ENDPOINT,
      otherEndpoints: settings.S3_ENDPOINTS,
      accelerate: settings.S3_ACCELERATE,
      forcePathStyle: settings.S3_FORCE_PATH_STYLE ?? settings.S3_ENDPOINT !== undefined,
      credentials: undefined,
    },
  }
}

function embedded(settings: Settings): EmbeddedStore {
  const { STORE_ACCESS_KEY_ID, STORE_SECRET_ACCESS_KEY, PUBLIC_ORIGIN } = settings
  if (settings.S3_ENDPOINT !== undefined) {
    throw new StartError('S3_BUCKET must be given with S3_ENDPOINT.')
  }
  if (settings.S3_ACCELERATE) throw new StartError('S3_BUCKET must be given with S3_ACCELERATE.')
  if (STORE_ACCESS_KEY_ID !== undefined && STORE_SECRET_ACCESS_KEY === undefined) {
    throw new StartError('STORE_SECRET_ACCESS_KEY must be given with STORE_ACCESS_KEY_ID.')
  }
  const overHttps =
    PUBLIC_ORIGIN?.startsWith('https:') && !isLoopback(new URL(PUBLIC_ORIGIN).hostname)
  if (overHttps && settings.S3_PUBLIC_ENDPOINT === undefined) {
    throw new StartError(
      'S3_PUBLIC_ENDPOINT must be given when PUBLIC_ORIGIN is https: the embedded store speaks ' +
        'http, and needs a proxy with an https address.',
    )
  }
  return {
    kind: 'embedded',
    port: settings.STORE_PORT,
    bucket: settings.STORE_BUCKET,
    region: regionOf(settings),
    accessKeyId: STORE_ACCESS_KEY_ID,
    secretAccessKey: STORE_SECRET_ACCESS_KEY,
    publicEndpoint: settings.S3_PUBLIC_ENDPOINT,
    otherEndpoints: settings.S3_ENDPOINTS,
  }
}
