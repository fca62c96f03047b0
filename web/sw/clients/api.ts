import * as v from 'valibot'
import { UploadError, type ErrorCode } from '../../../shared/errors.ts'
import type { BatchCompleteRequest, BatchSignRequest } from '../../../shared/batch.ts'
import type { FileHashes } from '../../../shared/hashes.ts'
import { planParts } from '../../../shared/plan.ts'
import { receivedReceiptSchema } from '../../../shared/receipt.ts'
import {
  apiErrorSchema,
  batchCompleteAnswerSchema,
  batchCreateAnswerSchema,
  batchSignAnswerSchema,
  clientConfigSchema,
  createUploadAnswerSchema,
  identityAnswerSchema,
  listPartsAnswerSchema,
  signPartsAnswerSchema,
  watchAnswerSchema,
  type ClientConfig,
  type CreateUploadAnswer,
  type CreateUploadRequest,
  type IdentityAnswer,
  type SignPartsAnswer,
  type WatchAnswer,
} from '../../../shared/wire.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import type { Api, RemoteUpload } from '../ports.ts'
import { errorFrom, fetchWithin, retryAfterOf } from './answer.ts'
import { createBatch } from './batch.ts'

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
  /** Has hashes of the whole file stand in the upload's receipt, which is null while there is none. */
  hashes(upload: RemoteUpload, hashes: FileHashes, signal: AbortSignal): Promise<Receipt | null>
}

/** The API behind its routes. @param base the URL before them, without '/' at the end */
export function createApiClient(base: string): ApiClient {
  /** Asks for many at once. */
  const askAll =
    <S extends v.GenericSchema>(schema: S, path: string, limit = USUAL_LIMIT) =>
    (uploads: unknown, link: string | null, signal: AbortSignal) =>
      ask(schema, `${base}/batch/${path}`, {
        method: 'POST',
        body: { uploads },
        link,
        signal,
        limit,
      })
  const createAll = askAll(batchCreateAnswerSchema, 'create')
  const signAll = askAll(batchSignAnswerSchema, 'sign')
  const completeAll = askAll(batchCompleteAnswerSchema, 'complete', COMPLETE_LIMIT)
  const create = createBatch<CreateUploadRequest, CreateUploadAnswer>(
    async (...question) => (await createAll(...question)).uploads,
  )
  const sign = createBatch<BatchSignRequest['uploads'][number], SignPartsAnswer>(
    async (...question) => {
      const { uploads, hosts } = await signAll(...question)
      return uploads.map(({ done, error }) => ({ done: done && { ...done, hosts }, error }))
    },
  )
  const complete = createBatch<BatchCompleteRequest['uploads'][number], Receipt>(
    async (...question) => (await completeAll(...question)).uploads,
  )

  /** Asks one upload's route. @param limit ms */
  const post = <S extends v.GenericSchema>(
    schema: S,
    path: string,
    { remoteId, token, link }: RemoteUpload,
    body: unknown,
    signal: AbortSignal,
    limit = USUAL_LIMIT,
  ) =>
    ask(schema, `${base}/uploads/${remoteId}/${path}`, {
      method: 'POST',
      token,
      link,
      body,
      signal,
      limit,
    })

  return {
    async create(request, link, signal) {
      if (planParts(request.size, request.partSize).partCount === 1)
        return create(request, link, signal)
      return ask(createUploadAnswerSchema, `${base}/uploads`, {
        method: 'POST',
        body: request,
        link,
        signal,
      })
    },
    async sign(upload, parts, signal) {
      const body = {
        parts: parts.map(({ number, checksum, host }) => ({
          number,
          ...(checksum !== null && { checksum }),
          ...(host !== undefined && { host }),
        })),
      }
      if (upload.isOnePart) return sign({ token: upload.token, ...body }, upload.link, signal)
      return post(signPartsAnswerSchema, 'sign', upload, body, signal)
    },
    async list({ remoteId, ...who }, signal) {
      return ask(listPartsAnswerSchema, `${base}/uploads/${remoteId}/parts`, {
        method: 'GET',
        ...who,
        signal,
      })
    },
    async discard({ remoteId, ...who }, signal) {
      const url = `${base}/uploads/${remoteId}/discard`
      await askNothing(url, { method: 'POST', ...who, body: {}, signal })
    },
    async complete(upload, stated, signal) {
      if (upload.isOnePart) return complete({ token: upload.token, ...stated }, upload.link, signal)
      return post(receivedReceiptSchema, 'complete', upload, stated, signal, COMPLETE_LIMIT)
    },
    async config(signal) {
      return ask(clientConfigSchema, `${base}/config`, { method: 'GET', signal })
    },
    async identity(link, signal) {
      return ask(identityAnswerSchema, `${base}/identity`, { method: 'GET', link, signal })
    },
    watch: (upload, signal) => post(watchAnswerSchema, 'watch', upload, {}, signal),
    hashes: (upload, hashes, signal) =>
      post(v.nullable(receivedReceiptSchema), 'hashes', upload, hashes, signal),
    async abort({ remoteId, ...who }, signal) {
      await askNothing(`${base}/uploads/${remoteId}`, { method: 'DELETE', ...who, signal })
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

async function askNothing(url: string, question: Question): Promise<void> {
  const { status } = await answerOf(url, question)
  // A captive portal answers anything with its own page.
  if (status !== NO_CONTENT)
    throw new UploadError('bad_answer', `${status} to a ${question.method}`)
}

async function answerOf(url: string, { method, token, link, body, signal, limit }: Question) {
  // By both a proxy that signs people in knows that nobody would see its page.
  const headers = new Headers({
    accept: 'application/json',
    'x-requested-with': 'XMLHttpRequest',
  })
  if (token !== undefined) headers.set('longhaul-token', token)
  if (typeof link === 'string') headers.set('longhaul-link', link)
  if (body !== undefined) headers.set('content-type', 'application/json')
  const response = await fetchWithin(limit ?? USUAL_LIMIT, url, {
    method,
    headers,
    signal,
    cache: 'no-store',
    // Who sends it elsewhere is in between, and what comes of it would be theirs.
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
    throw new UploadError('bad_answer', 'the answer is not of the agreed form', { cause })
  }
}

async function errorOf(response: Response): Promise<UploadError> {
  const retryAfter = retryAfterOf(response, Date.now())
  const text = await response.text().catch(() => '')
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), apiErrorSchema), text)
  const error = parsed.success
    ? parsed.output
    : { code: codeOfStatus(response.status), message: '', retryable: false }
  return errorFrom(error, retryAfter ?? 0, `${response.status} ${error.message}`)
}

/** For what stands between the browser and the API: a proxy, a captive portal. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 429 || status === 503) return 'slow_down'
  if (status >= 500) return 'server_error'
  // The API sends nobody elsewhere: it is a proxy, to its sign-in (of an opaque redirect the status is 0).
  return status === 401 || status < 400 ? 'sign_in_required' : 'bad_answer'
}
