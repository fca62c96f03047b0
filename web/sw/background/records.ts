import * as v from 'valibot'
import { CHECKSUM_HEADERS } from '../../../shared/checksum.ts'
import { readPartPath } from '../../../shared/hand-over.ts'
import { sendPartAnswerSchema } from '../../../shared/wire.ts'
import type { ArrivedPart } from '../engine/events.ts'
import { md5FromEtag } from '../md5.ts'
import type { FetchRecord } from './platform.ts'

/** One part that a Background Fetch was given to send. */
export interface HandedPart {
  /** The upload's id at the API. */
  readonly remoteId: string
  readonly number: number
  /** Whether its checksum, computed here, goes along. */
  readonly hashed: boolean
  /** What may be noted of it, once it is known; null where it did not arrive. */
  readonly arrived: Promise<ArrivedPart | null>
}

/** The part that a record is of; null where it is of none. */
export function readRecord({ request, responseReady }: FetchRecord): HandedPart | null {
  const path = readPartPath(new URL(request.url).pathname)
  if (!path) return null
  const { number } = path
  const { headers } = request
  const own = headers.get(CHECKSUM_HEADERS.crc64nvme) ?? headers.get(CHECKSUM_HEADERS.md5)
  const arrived = responseReady.then(
    async (response): Promise<ArrivedPart | null> => {
      if (!response.ok) return null
      if (own !== null) return { number, checksum: own, hashed: true }
      const checksum = await checksumIn(response)
      return checksum === null ? null : { number, checksum, hashed: false }
    },
    // Ended before its turn, or broken off: if it arrived all the same, S3's list will tell.
    () => null,
  )
  return { ...path, hashed: own !== null, arrived }
}

/** What the store says that it computed, base64. */
async function checksumIn(response: Response): Promise<string | null> {
  const schema = v.pipe(v.string(), v.parseJson(), sendPartAnswerSchema)
  const answer = v.safeParse(schema, await response.clone().text())
  if (!answer.success) return null
  return answer.output.checksum ?? md5FromEtag(answer.output.etag)
}
