import { CHECKSUM_HEADERS } from '../../../shared/checksum.ts'
import { readPartPath } from '../../../shared/hand-over.ts'
import type { ArrivedPart } from '../engine/events.ts'
import type { FetchRecord } from './platform.ts'

/** One part that a Background Fetch was given to send. */
export interface HandedPart {
  /** The upload's id at the API. */
  readonly remoteId: string
  readonly number: number
  /** Base64: the checksum that goes along; null where it was not known yet. */
  readonly checksum: string | null
  /** Whether the part has arrived, once that is known. */
  readonly arrived: Promise<boolean>
}

/** The part that a record is of; null where it is of none. */
export function readRecord({ request, responseReady }: FetchRecord): HandedPart | null {
  const path = readPartPath(new URL(request.url).pathname)
  if (!path) return null
  const { headers } = request
  const checksum = headers.get(CHECKSUM_HEADERS.crc64nvme) ?? headers.get(CHECKSUM_HEADERS.md5)
  return {
    ...path,
    checksum,
    arrived: responseReady.then(
      ({ ok }) => ok,
      // Ended before its turn: not arrived, or S3's list will tell.
      () => false,
    ),
  }
}

/**
 * What may be noted of a part that has arrived: only one whose checksum went along, and was checked,
 * is known by it. Of others S3's list tells.
 */
export function notedPart({ number, checksum }: HandedPart): ArrivedPart | null {
  return checksum === null ? null : { number, checksum, hashed: true }
}
