/** What every operation of S3 gets, and what it answers. */
import type { Verified } from './authentication.ts'
import type { RequestBody } from './body.ts'
import { S3Error } from './errors.ts'
import type { StoreRequest } from './request.ts'
import type { State } from './state.ts'

export interface Call {
  readonly request: StoreRequest
  /** With those that a presigned URL carries in its query. */
  readonly headers: Verified['headers']
  readonly state: State
  /** The store's only bucket. */
  readonly bucket: string
  readonly region: string
  /** ms since 1970. */
  readonly now: () => number
  /** The body; asked for at most once. @throws S3Error for one that can't be taken */
  openBody(): RequestBody
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text, or a stream with `content-length` among the headers. */
  readonly body?: string | AsyncIterable<Uint8Array>
  /** Owed once the answer was sent, or can't be. */
  readonly release?: () => Promise<void>
}

export type Operation = (call: Call) => Promise<Answer> | Answer

/** A document as an answer. */
export function xmlAnswer(body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body }
}

export const NO_CONTENT: Answer = { status: 204 }

/** The key of a request that was routed by having one. */
export function keyOf({ request }: Call): string {
  if (request.key === undefined) throw new S3Error('InvalidRequest', 'The request needs a key')
  return request.key
}

/** The upload id of a request that was routed by having one. */
export function uploadIdOf({ request }: Call): string {
  return request.query.get('uploadId') ?? ''
}

/** All XML bodies fit: 10,000 parts with checksums take less than 3 MiB. */
export const MAX_XML_BYTES = 4 * 1024 * 1024
