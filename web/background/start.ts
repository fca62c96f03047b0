import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import {
  ARRIVES_WITHIN,
  ARRIVES_WITHIN_HEADER,
  HAND_OVER_HEADER,
  partUrl,
} from '../../shared/hand-over.ts'
import { LIMIT_HEADER } from '../../shared/hand-over-limit.ts'
import { inBrowserOrder, type PlannedPart } from './plan.ts'
import type { BackgroundFetchStarter } from './platform.ts'

/**
 * Begins a Background Fetch of the parts. Does all that is to be done before it first waits, so that
 * a page may call it that is just closing. It has no icons: the page would have to load them first.
 *
 * @param limits how fast the server is to take them, as a header says it; null for as fast as they come
 * @param files the uploads' files by id; parts of others are left out
 * @throws TypeError or DOMException when the browser refuses: no permission left, no room, or a
 *   file that can't be read any more
 */
export async function startFetch(
  starter: BackgroundFetchStarter,
  id: string,
  parts: readonly PlannedPart[],
  files: ReadonlyMap<string, File>,
  title: string,
  limits: string | null,
): Promise<void> {
  const requests = parts.flatMap((part) => {
    const file = files.get(part.offer.id)
    return file ? [requestFor(id, part, file, limits)] : []
  })
  await starter.fetch(id, inBrowserOrder(requests), { title })
}

function requestFor(id: string, part: PlannedPart, file: File, limits: string | null): Request {
  const { offer, number, place, start, end, checksum, isSending } = part
  const headers = new Headers({ 'longhaul-token': offer.token })
  if (checksum !== null && offer.algorithm !== 'none') {
    headers.set(CHECKSUM_HEADERS[offer.algorithm], checksum)
  }
  if (limits !== null) headers.set(LIMIT_HEADER, limits)
  if (isSending) {
    headers.set(ARRIVES_WITHIN_HEADER, String(ARRIVES_WITHIN))
    headers.set(HAND_OVER_HEADER, id)
  }
  return new Request(partUrl({ remoteId: offer.remoteId, number, place }), {
    method: 'PUT',
    headers,
    body: file.slice(start, end),
  })
}
