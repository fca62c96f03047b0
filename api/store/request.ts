/** A request as S3 means it: whose bucket, which key, what was asked. Nothing is trusted yet. */
import type { IncomingMessage } from 'node:http'
import { MAX_KEY_BYTES } from '../../shared/limits.ts'
import { S3Error } from './errors.ts'

/** Query parameters, decoded, in the order they were sent. Names differ by case, as in S3. */
export class Query {
  constructor(readonly entries: readonly (readonly [name: string, value: string])[]) {}

  get(name: string): string | undefined {
    return this.entries.find(([candidate]) => candidate === name)?.[1]
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }
}

export interface StoreRequest {
  readonly id: string
  readonly method: string
  /** The decoded path, as it is signed: with the bucket in path style, without it in host style. */
  readonly path: string
  readonly bucket: string | undefined
  /** Never the empty text. */
  readonly key: string | undefined
  readonly query: Query
  /** By lower-case name; values that were sent apart are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>
  readonly message: IncomingMessage
}

/**
 * Reads method, path, host and headers.
 *
 * @param bucket the bucket whose name may be the first label of the host (virtual-host style)
 * @throws S3Error InvalidURI, KeyTooLongError
 */
export function readRequest(message: IncomingMessage, id: string, bucket: string): StoreRequest {
  const target = message.url ?? '/'
  const question = target.indexOf('?')
  const path = decode(question < 0 ? target : target.slice(0, question))
  if (!path.startsWith('/')) throw invalidUri()
  const query = readQuery(question < 0 ? '' : target.slice(question + 1))
  const headers = new Map(
    Object.entries(message.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(','),
    ]),
  )
  const place = locate(path, headers.get('host') ?? '', bucket)
  if (place.key !== undefined && Buffer.byteLength(place.key) > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', {
      fields: { MaxSizeAllowed: String(MAX_KEY_BYTES) },
    })
  }
  return { id, method: message.method ?? 'GET', path, query, headers, message, ...place }
}

function locate(
  path: string,
  host: string,
  bucket: string,
): { bucket: string | undefined; key: string | undefined } {
  const fromHost = bucketOfHost(host, bucket)
  if (fromHost !== undefined) return { bucket: fromHost, key: path.slice(1) || undefined }
  const slash = path.indexOf('/', 1)
  const name = path.slice(1, slash < 0 ? undefined : slash)
  return {
    bucket: name || undefined,
    key: slash < 0 ? undefined : path.slice(slash + 1) || undefined,
  }
}

/**
 * Our own bucket in `bucket.localhost`. Under any other name paths begin with the bucket: a server
 * may well be called `uploads.example.com`.
 */
function bucketOfHost(host: string, bucket: string): string | undefined {
  const name = host.replace(/:\d*$/, '').toLowerCase()
  return name === `${bucket}.localhost` ? bucket : undefined
}

function readQuery(text: string): Query {
  const pairs = text.split('&').filter((pair) => pair !== '')
  return new Query(
    pairs.map((pair) => {
      const equals = pair.indexOf('=')
      const name = equals < 0 ? pair : pair.slice(0, equals)
      const value = equals < 0 ? '' : pair.slice(equals + 1)
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))] as const
    }),
  )
}

/** Decodes %XX; what is not ASCII must have been encoded, and be UTF-8. */
function decode(text: string): string {
  if (!/^[\x21-\x7e ]*$/.test(text)) throw invalidUri()
  try {
    return decodeURIComponent(text)
  } catch (error) {
    throw invalidUri(error)
  }
}

function invalidUri(cause?: unknown): S3Error {
  return new S3Error('InvalidURI', "Couldn't parse the specified URI.", { cause })
}

/** Encodes as AWS does: all but the unreserved characters of RFC 3986. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A whole number of a query parameter or header within bounds; undefined when it was not sent. */
export function readInteger(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) {
    throw new S3Error(
      'InvalidArgument',
      `${name} must be a whole number between ${least} and ${most}`,
      {
        fields: { ArgumentName: name, ArgumentValue: text.slice(0, 100) },
      },
    )
  }
  return value
}
