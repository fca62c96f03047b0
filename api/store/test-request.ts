/** Requests for tests, signed as asked: also as no SDK would. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { encodeUri, readRequest } from './request.ts'
import { deriveSigningKey, scopeText, signRequest } from './signature.ts'
import { BUCKET, CREDENTIALS, REGION } from './test-store.ts'

export interface RawRequest {
  readonly method?: string
  /** Encoded, with the query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The Code of an error. */
  readonly code: string | undefined
}

/** Sends a request as it is. */
export function send(endpoint: string, raw: RawRequest): Promise<RawAnswer> {
  const url = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: url.hostname,
        port: url.port,
        method: raw.method ?? 'GET',
        path: raw.path,
        headers: raw.headers ?? {},
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const body = Buffer.concat(chunks).toString()
          const code = /<Code>(.*?)<\/Code>/.exec(body)?.[1]
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, code })
        })
      },
    )
    request.once('error', reject)
    request.end(raw.body)
  })
}

export interface Signing {
  /** ms since 1970; of now when not given. */
  readonly time?: number
  /** Names of headers that are sent, but not signed. */
  readonly unsigned?: readonly string[]
  readonly payload?: string
  /** Seconds a presigned URL lives. */
  readonly expires?: number
  readonly region?: string
}

/** The request with its signature in the Authorization header, and that signature. */
export function signHeader(
  endpoint: string,
  raw: RawRequest,
  { time = Date.now(), unsigned = [], payload = 'UNSIGNED-PAYLOAD', region = REGION }: Signing = {},
): RawRequest & { readonly signature: string; readonly amzDate: string } {
  const amzDate = amzTime(time)
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    ...raw.headers,
    'x-amz-date': amzDate,
    'x-amz-content-sha256': payload,
  }
  const names = Object.keys(headers).filter((name) => !unsigned.includes(name))
  const signedHeaders = names.map((name) => name.toLowerCase()).sort()
  const scope = { day: amzDate.slice(0, 8), region }
  const signature = sign({ ...raw, headers }, signedHeaders, payload, amzDate, region)
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/${scopeText(scope)}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  return { ...raw, headers, signature, amzDate }
}

/** The request as a presigned URL, with its `headers` among those that are signed. */
export function presign(endpoint: string, raw: RawRequest, signing: Signing = {}): RawRequest {
  const { time = Date.now(), expires = 60, region = REGION, unsigned = [] } = signing
  const amzDate = amzTime(time)
  const headers = { host: new URL(endpoint).host, ...raw.headers }
  const names = Object.keys(headers).filter((name) => !unsigned.includes(name))
  const signedHeaders = names.map((name) => name.toLowerCase()).sort()
  const scope = { day: amzDate.slice(0, 8), region }
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${CREDENTIALS.accessKeyId}/${scopeText(scope)}`,
    'X-Amz-Date': amzDate,
    'X-Amz-Expires': String(expires),
    'X-Amz-SignedHeaders': signedHeaders.join(';'),
  }).map(([name, value]) => `${name}=${encodeUri(value)}`)
  const path = `${raw.path}${raw.path.includes('?') ? '&' : '?'}${query.join('&')}`
  const signature = sign(
    { ...raw, path, headers },
    signedHeaders,
    'UNSIGNED-PAYLOAD',
    amzDate,
    region,
  )
  return { ...raw, headers, path: `${path}&X-Amz-Signature=${signature}` }
}

function sign(
  raw: RawRequest,
  signedHeaders: readonly string[],
  payload: string,
  amzDate: string,
  region: string,
): string {
  const message = new IncomingMessage(new Socket())
  message.method = raw.method ?? 'GET'
  message.url = raw.path
  for (const [name, value] of Object.entries(raw.headers ?? {})) {
    message.headersDistinct[name.toLowerCase()] = [value]
  }
  const scope = { day: amzDate.slice(0, 8), region }
  const key = deriveSigningKey(CREDENTIALS.secretAccessKey, scope)
  const request = readRequest(message, 'test', BUCKET)
  return signRequest(request, signedHeaders, payload, amzDate, scope, key)
}

function amzTime(time: number): string {
  return `${new Date(time).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
}
