/** The app on a real store of its own, for tests. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc64 as computeCrc64 } from 'hash-wasm'
import type { Level } from 'pino'
import * as v from 'valibot'
import { createApp } from '../app.ts'
import { assemble, type Parts } from '../assemble.ts'
import type { Dependencies } from '../dependencies.ts'
import { createLogger } from '../log.ts'
import type { OperatorForm } from '../form/operator-form.ts'
import type { AuthSettings } from '../identity/settings.ts'
import type { DeliveryTiming } from '../notices/delivery.ts'
import type { NoticeSettings } from '../notices/settings.ts'
import type { ReceiptKeySettings } from '../receipts/keys.ts'
import type { BucketAddress } from '../s3/client.ts'
import type { ObjectOptions } from '../s3/object-options.ts'
import type { RelayLimits } from '../s3/relay.ts'
import { createStore } from '../store/server.ts'
import { CRC64_NVME } from '../../shared/crc.ts'
import { MAX_OBJECT_SIZE } from '../../shared/limits.ts'
import {
  createUploadAnswerSchema,
  signPartsAnswerSchema,
  type CreateUploadAnswer,
  type CreateUploadRequest,
} from '../../shared/wire.ts'

export const SECRET = 'a secret of a test, of enough length'
export const CREDENTIALS = { accessKeyId: 'tester', secretAccessKey: 'a-secret-of-the-tests' }

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface Call {
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Record<string, string>
}

export type Api = Awaited<ReturnType<typeof openApi>>

/** A bucket and what ends its server. */
export interface OpenBucket {
  readonly address: BucketAddress
  close(): Promise<void>
}

interface Change {
  readonly uploads?: Partial<Parts['uploads']>
  readonly webFolder?: string
  /** Of another server than the embedded store. */
  readonly bucket?: OpenBucket
  readonly relayLimits?: RelayLimits
  readonly auth?: AuthSettings
  readonly form?: OperatorForm
  readonly objects?: ObjectOptions
  readonly receiptKeys?: ReceiptKeySettings
  readonly logLevel?: Level
  readonly audit?: boolean
  readonly notices?: NoticeSettings
  readonly deliveryTiming?: DeliveryTiming
}

export interface OpenStore extends OpenBucket {
  readonly endpoint: string
  /** Ms that its clock is ahead of the right time. */
  readonly clock: { ahead: number }
}

export async function openStore(): Promise<OpenStore> {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-api-'))
  const where = { bucket: 'files', region: 'us-east-1' }
  const clock = { ahead: 0 }
  const store = await createStore({
    folder,
    now: () => Date.now() + clock.ahead,
    ...where,
    ...CREDENTIALS,
    host: '127.0.0.1',
    port: 0,
    corsOrigins: [],
  })
  return {
    endpoint: store.endpoint,
    clock,
    address: {
      ...where,
      endpoint: store.endpoint,
      publicEndpoint: undefined,
      forcePathStyle: true,
      credentials: CREDENTIALS,
    },
    close: async () => {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** @param change what is to differ from the usual */
export async function openApi(change: Change = {}) {
  const { address, close } = change.bucket ?? (await openStore())
  const lines: string[] = []
  const clock = { ahead: 0 }
  const deps = await assemble({
    address,
    uploads: {
      keyPrefix: 'in/',
      receiptPrefix: 'receipts/',
      statePrefix: '.longhaul/',
      maxFileSize: MAX_OBJECT_SIZE,
      presignLifetime: 3600,
      uploadLifetime: 7 * 24 * 60 * 60,
      partRoute: true,
      wholeFileHashes: ['sha256'],
      ...change.uploads,
    },
    tokenSecret: SECRET,
    log: createLogger(change.logLevel ?? 'warn', { write: (line) => void lines.push(line) }),
    version: '0.0.0',
    webFolder: change.webFolder,
    origin: 'http://localhost:8080',
    now: () => Date.now() + clock.ahead,
    ...(change.relayLimits && { relayLimits: change.relayLimits }),
    ...(change.auth && { auth: change.auth }),
    ...(change.form && { form: change.form }),
    ...(change.objects && { objects: change.objects }),
    ...(change.receiptKeys && { receiptKeys: change.receiptKeys }),
    ...(change.audit && { audit: true }),
    ...(change.notices && { notices: change.notices }),
    ...(change.deliveryTiming && { deliveryTiming: change.deliveryTiming }),
  })
  const app = createApp(deps)

  async function call(method: string, path: string, options: Call = {}): Promise<Answer> {
    return send(app, method, path, options)
  }

  return {
    app,
    deps,
    address,
    /** What was logged. */
    lines,
    /** Ms that the server's clock is ahead. */
    clock,
    call,
    /** An app over other dependencies for the same store. */
    callOn: (other: Partial<Dependencies>, method: string, path: string, options: Call = {}) =>
      send(createApp({ ...deps, ...other }), method, path, options),
    close: async () => {
      await deps.end()
      await close()
    },
  }
}

async function send(
  app: ReturnType<typeof createApp>,
  method: string,
  path: string,
  { body, token, headers }: Call,
): Promise<Answer> {
  const response = await app.request(
    path,
    {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    },
    {},
  )
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  const content: unknown = isJson ? JSON.parse(text) : text
  return { status: response.status, headers: response.headers, body: content }
}

/** What a browser asks for, with an id of its own. */
export function creation(change: Partial<CreateUploadRequest> = {}): CreateUploadRequest {
  return {
    id: randomUUID(),
    name: 'letter.txt',
    path: '',
    size: 9,
    type: 'text/plain',
    lastModified: 1_700_000_000_000,
    ...change,
  }
}

export async function create(api: Api, request: CreateUploadRequest): Promise<CreateUploadAnswer> {
  const { body } = await api.call('POST', '/api/uploads', { body: request })
  return v.parse(createUploadAnswerSchema, body)
}

/** Signs and sends parts, each with its checksum. */
export async function sendParts(
  api: Api,
  id: string,
  token: string,
  contents: readonly Buffer[],
  headers: Record<string, string> = {},
): Promise<void> {
  const parts = await Promise.all(
    contents.map(async (content, index) => ({ number: index + 1, checksum: await crc64(content) })),
  )
  const asked = { token, body: { parts }, headers }
  const { body } = await api.call('POST', `/api/uploads/${id}/sign`, asked)
  const signed = v.parse(signPartsAnswerSchema, body)
  for (const part of signed.parts) {
    const { number, url } = part
    const response = await fetch(url, {
      method: 'PUT',
      headers: part.headers,
      body: new Uint8Array(contents[number - 1] ?? []),
    })
    if (!response.ok) throw new Error(`part ${number}: ${response.status} ${await response.text()}`)
  }
}

/** The CRC64NVME of some bytes, base64. */
export async function crc64(content: Buffer): Promise<string> {
  const hex = await computeCrc64(content, CRC64_NVME.polynomial.toString(16))
  return Buffer.from(hex, 'hex').toString('base64')
}
