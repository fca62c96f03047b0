import * as v from 'valibot'
import { CHECKSUM_HEADERS, type ChecksumAlgorithm } from '../../../shared/checksum.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import { ARRIVES_WITHIN_HEADER, readPartUrl } from '../../../shared/hand-over.ts'
import { sendPartAnswerSchema, type SendPartAnswer } from '../../../shared/wire.ts'
import type { ArrivedPart } from '../engine/events.ts'
import { md5FromEtag } from '../md5.ts'
import type { FetchRecord } from './platform.ts'

/** One part that a Background Fetch was given to send. */
export interface HandedPart {
  /** The upload's id at the API. */
  readonly remoteId: string
  readonly number: number
  /** Its place in the order in which the browser sends. */
  readonly place: number
  /** Whether the worker was sending it as well. */
  readonly isSending: boolean
  /** Resolves when it is known what became of it. */
  readonly answer: Promise<Answer>
}

/** What became of a part. */
export interface Answer {
  /** Whether it was taken. */
  readonly taken: boolean
  /** Whether the store's list is to tell: it has the part, taken just now or before, or no such upload. */
  readonly there: boolean
  /** The checksum, computed here, that went along; base64. */
  readonly own: string | null
  /** What the store said of one that was taken. */
  readonly stored: SendPartAnswer | null
}

/** What may be noted of a part; null where too little is known of it. */
export function notedPart(
  number: number,
  { taken, own, stored }: Answer,
  algorithm: ChecksumAlgorithm,
): ArrivedPart | null {
  if (!taken) return null
  if (algorithm === 'none') return { number, checksum: null, hashed: true }
  if (own !== null) return { number, checksum: own, hashed: true }
  const said = algorithm === 'md5' ? md5FromEtag(stored?.etag ?? '') : stored?.checksum
  return said ? { number, checksum: said, hashed: false } : null
}

/** RFC 9110, 15.5.10: what the part route answers of a part that is there. */
const CONFLICT = 409
/** In its answer's body, where the store has no such upload. */
const GONE = 'upload_gone' satisfies ErrorCode

/** The part that a record is of; null where it is of none. */
export function readRecord({ request, responseReady }: FetchRecord): HandedPart | null {
  const read = readPartUrl(request.url)
  if (!read) return null
  const { headers } = request
  const own = headers.get(CHECKSUM_HEADERS.crc64nvme) ?? headers.get(CHECKSUM_HEADERS.md5)
  const answer = responseReady.then(
    async (response): Promise<Answer> => {
      const { ok, status } = response
      const text = await textOf(response)
      // What else says that all is well may be a captive portal: then the list is to tell.
      const stored = ok ? readAnswer(text) : null
      return {
        taken: stored !== null,
        there: ok || status === CONFLICT || text.includes(GONE),
        own,
        stored,
      }
    },
    // Ended before its turn, or broken off: if it arrived all the same, S3's list will tell.
    () => ({ taken: false, there: false, own, stored: null }),
  )
  return { ...read, isSending: headers.has(ARRIVES_WITHIN_HEADER), answer }
}

/** Empty where it broke off. */
function textOf(response: Response): Promise<string> {
  return response
    .clone()
    .text()
    .catch(() => '')
}

/** null where it can't be understood. */
function readAnswer(text: string): SendPartAnswer | null {
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), sendPartAnswerSchema), text)
  return answer.success ? answer.output : null
}
