import * as v from 'valibot'
import { CHECKSUM_HEADERS } from '../../../shared/checksum.ts'
import { readPartUrl } from '../../../shared/hand-over.ts'
import { sendPartAnswerSchema } from '../../../shared/wire.ts'
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
  /** Resolves when it is known what became of it. */
  readonly answer: Promise<Answer>
}

/** What became of a part. */
export interface Answer {
  /** What may be noted of one that has arrived. */
  readonly part: ArrivedPart | null
  /** Whether the store has it, though it was not taken or is not known by its checksum. */
  readonly there: boolean
}

/** RFC 9110, 15.5.10: what the part route answers of a part that is there. */
const CONFLICT = 409

/** The part that a record is of; null where it is of none. */
export function readRecord({ request, responseReady }: FetchRecord): HandedPart | null {
  const read = readPartUrl(request.url)
  if (!read) return null
  const { number } = read
  const { headers } = request
  const own = headers.get(CHECKSUM_HEADERS.crc64nvme) ?? headers.get(CHECKSUM_HEADERS.md5)
  const answer = responseReady.then(
    async (response): Promise<Answer> => {
      if (!response.ok) return { part: null, there: response.status === CONFLICT }
      if (own !== null) return { part: { number, checksum: own, hashed: true }, there: true }
      const checksum = await checksumIn(response)
      return { part: checksum === null ? null : { number, checksum, hashed: false }, there: true }
    },
    // Ended before its turn, or broken off: if it arrived all the same, S3's list will tell.
    () => ({ part: null, there: false }),
  )
  return { ...read, answer }
}

/** What the store says that it computed, base64. */
async function checksumIn(response: Response): Promise<string | null> {
  const schema = v.pipe(v.string(), v.parseJson(), sendPartAnswerSchema)
  const answer = v.safeParse(schema, await response.clone().text())
  if (!answer.success) return null
  return answer.output.checksum ?? md5FromEtag(answer.output.etag)
}
