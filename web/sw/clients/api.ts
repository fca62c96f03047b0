import * as v from 'valibot'
import { isErrorCode, UploadError, type ErrorCode } from '../../../shared/errors.ts'
import { receiptSchema } from '../../../shared/receipt.ts'
import {
  apiErrorSchema,
  clientConfigSchema,
  createUploadAnswerSchema,
  identityAnswerSchema,
  listPartsAnswerSchema,
  signPartsAnswerSchema,
  watchAnswerSchema,
  type ClientConfig,
  type IdentityAnswer,
  type WatchAnswer,
} from '../../../shared/wire.ts'
import type { Api, RemoteUpload } from '../ports.ts'
import { fetchWithin, retryAfterOf } from './answer.ts'

/** ms. Most answers are made at once; S3's Complete may take minutes ("CompleteMultipartUpload"). */
const USUAL_LIMIT = 60_000
const COMPLETE_LIMIT = 15 * 60_000

/** RFC 9110, 15.3.5: what the API answers where it has nothing to tell. */
const NO_CONTENT = 204

/** All routes: those that the engine needs, and what the server is set up to do. */
export interface ApiClient extends Api {
  config(signal: AbortSignal): Promise<ClientConfig>
  /** Who this browser is to the server. @param link the token of the link that was opened */
  identity(link: string | null, signal: AbortSignal): Promise<IdentityAnswer>
  /** A token that lets another device see the upload. */
  watch(upload: RemoteUpload, signal: AbortSignal): Promise<WatchAnswer>
}

/** The API behind its routes. @param base the URL before them, without '/' at the end */
export function createApiClient(base: string): ApiClient {
  return {
    async create(request, link, signal) {
      return ask(createUploadAnswerSchema, `${base}/uploads`, {
        method: 'POST',
        body: request,
        link,
        signal,
      })
    },
    async sign({ remoteId, ...who }, parts, signal) {
      const body = {
        parts: parts.map(({ number, checksum, host }) => ({
          number,
          ...(checksum !== null && { checksum }),
          ...(host !== undefined && { host }),
        })),
      }
      const url = `${base}/uploads/${remoteId}/sign`
      return ask(signPartsAnswerSchema, url, { method: 'POST', ...who, body, signal })
    },
    async list({ remoteId, ...who }, signal) {
      return ask(listPartsAnswerSchema, `${base}/uploads/${remoteId}/parts`, {
        method: 'GET',
        ...who,
        signal,
      })
    },
    async complete({ remoteId, ...who }, stated, signal) {
      const url = `${base}/uploads/${remoteId}/complete`
      const limit = COMPLETE_LIMIT
      return ask(receiptSchema, url, { method: 'POST', ...who, body: stated, signal, limit })
    },
    async config(signal) {
      return ask(clientConfigSchema, `${base}/config`, { method: 'GET', signal })
    },
    async identity(link, signal) {
      return ask(identityAnswerSchema, `${base}/identity`, { method: 'GET', link, signal })
    },
    async watch({ remoteId, ...who }, signal) {
      const url = `${base}/uploads/${remoteId}/watch`
      return ask(watchAnswerSchema, url, { method: 'POST', ...who, body: {}, signal })
    },
    async abort({ remoteId, ...who }, signal) {
      const url = `${base}/uploads/${remoteId}`
      const { status } = await answerOf(url, { method: 'DELETE', ...who, signal })
      // A captive portal answers anything with its own page.
      if (status !== NO_CONTENT) throw new UploadError('bad_answer', `${status} to a DELETE`)
    },
  }
}

interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly token?: string
  readonly link?: string | null
  readonly body?: unknown
  readonly signal: AbortSignal
  /** ms */
  readonly limit?: number
}

async function ask<T extends v.GenericSchema>(
  schema: T,
  url: string,
  question: Question,
): Promise<v.InferOutput<T>> {
  const response = await answerOf(url, question)
  const parsed = v.safeParse(schema, await jsonOf(response))
  if (parsed.success) return parsed.output
  throw new UploadError('bad_answer', 'the answer is not of the agreed form', {
    cause: v.flatten(parsed.issues),
  })
}

async function answerOf(url: string, { method, token, link, body, signal, limit }: Question) {
  const headers = new Headers({ accept: 'application/json' })
  if (token !== undefined) headers.set('longhaul-token', token)
  if (typeof link === 'string') headers.set('longhaul-link', link)
  if (body !== undefined) headers.set('content-type', 'application/json')
  const response = await fetchWithin(limit ?? USUAL_LIMIT, url, {
    method,
    headers,
    signal,
    cache: 'no-store',
    // The API sends nobody elsewhere: who does so is in between, and what comes of it would be theirs.
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw await errorOf(response)
  return response
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw new UploadError('bad_answer', 'the answer broke off or is not JSON', { cause })
  }
}

async function errorOf(response: Response): Promise<UploadError> {
  const retryAfter = retryAfterOf(response, Date.now())
  const options = retryAfter === undefined ? {} : { retryAfter }
  const text = await response.text().catch(() => '')
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), apiErrorSchema), text)
  const message = `${response.status} ${parsed.success ? parsed.output.message : ''}`
  if (!parsed.success) return new UploadError(codeOfStatus(response.status), message, options)
  const { code, retryable } = parsed.output
  if (isErrorCode(code)) return new UploadError(code, message, options)
  return new UploadError(retryable ? 'server_error' : 'bad_request', message, options)
}

/** For what stands between the browser and the API: a proxy, a captive portal. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 429 || status === 503) return 'slow_down'
  if (status >= 500) return 'server_error'
  return 'bad_answer'
}
