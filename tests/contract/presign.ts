import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner'
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import type { S3Server } from '../servers/s3-server.ts'
import type { Place } from './s3.ts'

interface PresignOptions {
  readonly query?: Readonly<Record<string, string>>
  /** Signed as headers, so they must be sent as they are. */
  readonly headers?: Readonly<Record<string, string>>
  /** Seconds. */
  readonly expiresIn?: number
  readonly at?: Date
}

/** Gives a URL, signed by the SDK's own presigner. */
export type Presign = (method: string, place: Place, options?: PresignOptions) => Promise<string>

export function createPresign(server: S3Server): Presign {
  const { accessKeyId, secretAccessKey, region } = server
  const { protocol, hostname, port } = new URL(server.endpoint)
  const presigner = new S3RequestPresigner({
    credentials: { accessKeyId, secretAccessKey },
    region,
    sha256: Sha256,
  })
  return async (method, { Bucket, Key }, options = {}) => {
    const { query = {}, headers = {}, expiresIn = 600, at = new Date() } = options
    const path = `/${Bucket}/${Key.split('/').map(escape).join('/')}`
    const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
    const signed = await presigner.presign(
      {
        method,
        protocol,
        hostname,
        port: Number(port),
        path,
        query: { ...query },
        headers: { ...headers },
      },
      { expiresIn, signingDate: at, unhoistableHeaders: names, signableHeaders: names },
    )
    const parameters = Object.entries(signed.query ?? {}).map(
      ([name, value]) => `${escape(name)}=${escape(String(value))}`,
    )
    return `${server.endpoint}${path}?${parameters.join('&')}`
  }
}

/** RFC 3986, unreserved characters only, as the signature's canonical form wants it. */
const escape = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** Node's hash in the shape that the signer takes: with a key, an HMAC. */
class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', toBytes(key))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data))
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }

  reset(): void {
    throw new Error('a hash is used once')
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return new Uint8Array(data)
}
