/**
 * Presigned URLs for parts: AWS Signature Version 4 in the query, as
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html has it, the same
 * as the SDK makes for the same instant, without its cost a part.
 */
import { createHmac, hash } from 'node:crypto'
import type { BucketUrls } from './hosts.ts'
import type { StoreClock } from './store-clock.ts'
import type { RunningUpload } from './store.ts'

export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  /** When they run out. */
  readonly expiration?: Date | undefined
}

/** A part to be signed: its headers are part of the signature. */
export interface PartToSign {
  readonly number: number
  /** Bytes: nothing longer or shorter may be sent. */
  readonly length: number
  /** The checksum header in lower case and its value, where the part has one. */
  readonly checksum: readonly [name: string, value: string] | undefined
  /** The origin that it is to be sent to; the first one without it, or when it is not one of ours. */
  readonly host?: string | undefined
}

/** A whole object to be signed, under a key of its own. */
export interface ObjectToSign {
  readonly key: string
  /** Bytes: nothing longer or shorter may be sent. */
  readonly length: number
  /** All headers that it is to be sent with, their names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** As of a part. */
  readonly host?: string | undefined
}

export interface SignedUrls {
  /** In the order in which they were asked for. */
  readonly urls: string[]
  /** Seconds from now. */
  readonly expiresInSeconds: number
}

export interface Presigner {
  /** Where the URLs may lead, the one first that is taken unasked. */
  readonly origins: readonly string[]
  /**
   * @param lifetime seconds, at most; the credentials' own end may make it shorter
   * @param now ms since 1970
   */
  sign(
    upload: RunningUpload,
    parts: readonly PartToSign[],
    lifetime: number,
    now: number,
  ): Promise<SignedUrls>
  /** The same for objects that are sent as a whole ("PutObject", AWS S3 API reference). */
  signObjects(objects: readonly ObjectToSign[], lifetime: number, now: number): Promise<SignedUrls>
}

const ALGORITHM = 'AWS4-HMAC-SHA256'

/**
 * @param storeIsAhead how many ms the store's clock is ahead of this one: what is signed is judged by it
 */
export function createPresigner(
  places: BucketUrls,
  region: string,
  credentials: () => Promise<SigningCredentials>,
  storeIsAhead: StoreClock = async () => 0,
): Presigner {
  const [first] = places
  const placeOf = new Map(places.map((place) => [place.origin, place]))
  let cached: { of: string; key: Buffer } = { of: '', key: Buffer.alloc(0) }

  function signingKey({ accessKeyId, secretAccessKey }: SigningCredentials, day: string): Buffer {
    const of = `${day} ${accessKeyId} ${secretAccessKey}`
    if (cached.of !== of) {
      let key = hmac(`AWS4${secretAccessKey}`, day)
      for (const step of [region, 's3', 'aws4_request']) key = hmac(key, step)
      cached = { of, key }
    }
    return cached.key
  }

  /** Signs PUTs for an instant. */
  async function signer(lifetime: number, here: number) {
    const current = await credentials()
    const now = here + (await storeIsAhead())
    const expires = expiresIn(lifetime, current.expiration, now)
    const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')
    const day = time.slice(0, 8)
    const scope = `${day}/${region}/s3/aws4_request`
    const key = signingKey(current, day)
    const upToHeaders = firstQuery(current, scope, time, expires)
    const sign = (
      keyPath: string,
      { length, host }: Pick<ObjectToSign, 'length' | 'host'>,
      sent: ObjectToSign['headers'],
      afterHeaders: string,
    ): string => {
      const url = placeOf.get(host ?? '') ?? first
      const path = url.basePath + keyPath
      const headers = signedHeaders(url.host, length, sent)
      const query = `${upToHeaders}${headers.names.replaceAll(';', '%3B')}&${afterHeaders}`
      const request = `PUT\n${path}\n${query}\n${headers.lines}\n${headers.names}\nUNSIGNED-PAYLOAD`
      const toSign = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', request)}`
      const signature = createHmac('sha256', key).update(toSign).digest('hex')
      return `${url.origin}${path}?${query}&X-Amz-Signature=${signature}`
    }
    return { sign, expires }
  }

  return {
    origins: [...placeOf.keys()],
    async sign(upload, parts, lifetime, now) {
      const { sign, expires } = await signer(lifetime, now)
      const path = encodePath(upload.key)
      const after = `&uploadId=${encodeStrictly(upload.uploadId)}&x-id=UploadPart`
      const urls = parts.map((part) =>
        sign(path, part, part.checksum ? [part.checksum] : [], `partNumber=${part.number}${after}`),
      )
      return { urls, expiresInSeconds: expires }
    },
    async signObjects(objects, lifetime, now) {
      const { sign, expires } = await signer(lifetime, now)
      const urls = objects.map((object) =>
        sign(encodePath(object.key), object, object.headers, 'x-id=PutObject'),
      )
      return { urls, expiresInSeconds: expires }
    },
  }
}

/** The query's beginning, which sorts before all that differs from part to part. */
function firstQuery(
  { accessKeyId, sessionToken }: SigningCredentials,
  scope: string,
  time: string,
  expires: number,
): string {
  const token =
    sessionToken === undefined ? '' : `&X-Amz-Security-Token=${encodeStrictly(sessionToken)}`
  return (
    `X-Amz-Algorithm=${ALGORITHM}&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD` +
    `&X-Amz-Credential=${encodeStrictly(`${accessKeyId}/${scope}`)}&X-Amz-Date=${time}` +
    `&X-Amz-Expires=${expires}${token}&X-Amz-SignedHeaders=`
  )
}

/** The signed headers in canonical form, ordered by name. */
function signedHeaders(host: string, length: number, sent: ObjectToSign['headers']) {
  const headers: (readonly [string, string])[] = [
    ['content-length', String(length)],
    ['host', host],
    ...sent,
  ]
  headers.sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    names: headers.map(([name]) => name).join(';'),
    lines: headers.map(([name, value]) => `${name}:${value}\n`).join(''),
  }
}

/** Whole seconds until a URL runs out, at least 1. */
function expiresIn(lifetime: number, expiration: Date | undefined, now: number): number {
  const left = expiration ? Math.floor((expiration.getTime() - now) / 1000) : lifetime
  return Math.max(1, Math.min(lifetime, left))
}

/** Percent-encodes all but RFC 3986's unreserved characters. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A key as a path: its segments encoded once, '/' between them. */
function encodePath(key: string): string {
  return `/${key.split('/').map(encodeStrictly).join('/')}`
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
