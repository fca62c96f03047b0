/** All that the page asks the API. */
import * as v from 'valibot'
import * as admin from '../../shared/admin.ts'
import { isErrorCode, type ErrorCode } from '../../shared/errors.ts'
import { receivedReceiptSchema } from '../../shared/receipt.ts'
import { doctorAnswerSchema } from './findings.ts'
import {
  apiErrorSchema,
  clientConfigSchema,
  identityAnswerSchema,
  linkAnswerSchema,
} from '../../shared/wire.ts'

/** ms: an examination takes long. */
const LONGEST_ANSWER = 120_000

/** The API did not do what it was asked. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

let token: string | null = null

/** By which link is asked; null where the browser is signed in otherwise. */
export function setToken(link: string | null): void {
  token = link
}

type Method = 'GET' | 'POST' | 'DELETE'

/** @throws AdminError */
async function ask<T>(
  method: Method,
  path: string,
  schema: v.GenericSchema<unknown, T>,
  body?: unknown,
): Promise<T> {
  let response: Response
  let answer: unknown
  try {
    response = await fetch(`/api${path}`, {
      method,
      cache: 'no-store',
      // The API sends nobody elsewhere: it is a proxy, to its sign-in.
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_ANSWER),
      headers: {
        // By both a proxy that signs people in knows that nobody would see its page.
        Accept: 'application/json',
        'X-Requested-With': 'XMLHttpRequest',
        ...(token !== null && { 'Longhaul-Link': token }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    answer = text === '' ? null : parsed(text)
  } catch (cause) {
    const isLate = cause instanceof DOMException && cause.name === 'TimeoutError'
    throw new AdminError(isLate ? 'timeout' : 'network', 'no answer', { cause })
  }
  if (!response.ok) throw refusal(answer, response.status)
  const read = v.safeParse(schema, answer)
  if (!read.success) throw new AdminError('bad_answer', 'the answer is not of the agreed form')
  return read.output
}

function parsed(text: string): unknown {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text)
  return json.success ? json.output : undefined
}

function refusal(answer: unknown, status: number): AdminError {
  const error = v.safeParse(apiErrorSchema, answer)
  if (!error.success || !isErrorCode(error.output.code)) {
    // Of an opaque redirect it is 0.
    if (status === 401 || status === 0)
      return new AdminError('sign_in_required', 'a proxy wants a sign-in')
    return new AdminError('bad_answer', 'the server answered with no error of its own')
  }
  return new AdminError(error.output.code, error.output.message)
}

export const api = {
  config: () => ask('GET', '/config', clientConfigSchema),
  identity: () => ask('GET', '/identity', identityAnswerSchema),
  uploads: (request: admin.UploadsRequest) =>
    ask('POST', '/admin/uploads', admin.uploadsPageSchema, request),
  sentParts: (upload: admin.UploadName) =>
    ask('POST', '/admin/uploads/parts', admin.sentPartsSchema, upload),
  abort: (request: admin.AbortRequest) =>
    ask('POST', '/admin/uploads/abort', admin.abortAnswerSchema, request),
  receipts: (request: admin.ReceiptsRequest) =>
    ask('POST', '/admin/receipts', admin.receiptsPageSchema, request),
  receipt: (key: string) => ask('POST', '/admin/receipts/one', receivedReceiptSchema, { key }),
  olderReceipts: (request: admin.OlderRequest) =>
    ask('POST', '/admin/receipts/older', admin.olderAnswerSchema, request),
  totals: () => ask('GET', '/admin/totals', admin.totalsAnswerSchema),
  links: (after: string) =>
    ask('GET', `/links?after=${encodeURIComponent(after)}`, admin.issuedLinksPageSchema),
  makeLink: (request: NewLink) => ask('POST', '/links', linkAnswerSchema, request),
  revokeLink: (id: string) => ask('DELETE', `/links/${id}`, v.null()),
  examine: () => ask('POST', '/doctor', doctorAnswerSchema, {}),
}

/** What a link is to allow; null and '' for no limit. */
export interface NewLink {
  readonly label: string
  readonly note: string
  readonly prefix: string
  readonly expiresInSeconds: number
  readonly maxFiles: number | null
  /** Bytes. */
  readonly maxBytes: number | null
  readonly maxFileSize: number | null
  /** A mail address. */
  readonly notify: string | null
  readonly admin: boolean
}
