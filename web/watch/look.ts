import * as v from 'valibot'
import { apiErrorSchema } from '../../shared/wire.ts'
import { uploadStatusSchema, type UploadStatus } from '../../shared/upload-status.ts'
import type { WatchLink } from './link.ts'

/**
 * Why an upload can't be seen. `expired`, `refused`: the link is good for nothing any more;
 * `network`: no answer; `server`: an answer that is none, or that it can't be said just now.
 */
export type LookProblem = 'expired' | 'refused' | 'network' | 'server'

/** What came of one question. */
export type Look =
  | { readonly type: 'seen'; readonly status: UploadStatus }
  | {
      readonly type: 'unseen'
      readonly problem: LookProblem
      /** ms that the server asks to be left alone. */
      readonly retryAfter: number
    }

/** ms */
const LONGEST_ANSWER = 60_000

/** Asks the API how the upload is going. Never throws: whatever goes wrong is an answer too. */
export async function lookAt({ id, token }: WatchLink): Promise<Look> {
  let response: Response
  let body: unknown
  try {
    response = await fetch(`/api/uploads/${id}/status`, {
      headers: { accept: 'application/json', 'longhaul-token': token },
      cache: 'no-store',
      signal: AbortSignal.timeout(LONGEST_ANSWER),
    })
    body = await response.json()
  } catch (cause) {
    const noJson = cause instanceof SyntaxError
    console.warn('how the upload is going was not answered', cause)
    return { type: 'unseen', problem: noJson ? 'server' : 'network', retryAfter: 0 }
  }
  if (!response.ok) return refusal(response, body)
  const status = v.safeParse(uploadStatusSchema, body)
  if (status.success) return { type: 'seen', status: status.output }
  console.warn('the answer is not of the agreed form', v.flatten(status.issues))
  return { type: 'unseen', problem: 'server', retryAfter: 0 }
}

function refusal(response: Response, body: unknown): Look {
  const error = v.safeParse(apiErrorSchema, body)
  const code = error.success ? error.output.code : ''
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  return {
    type: 'unseen',
    problem: code === 'token_expired' ? 'expired' : code === 'token_invalid' ? 'refused' : 'server',
    retryAfter: Number.isFinite(seconds) ? seconds * 1000 : 0,
  }
}
