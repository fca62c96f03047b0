import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { partLength } from '../../shared/plan.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { storeErrorCode } from '../s3/observe.ts'
import { relayPart, type RelayTarget } from '../s3/relay.ts'
import type { Slowing } from '../s3/slowing.ts'
import type { RunningUpload } from '../s3/store.ts'
import type { AuthorizedUpload } from '../token.ts'
import type { Lookout } from './lookouts.ts'
import { isObjectOf } from './own.ts'
import { partToSign, signParts } from './parts.ts'
import { checkWholeMissing, isWhole } from './whole.ts'

/** ms between two looks for a part that is to arrive by another way. */
const LOOK_INTERVAL = 500
/**
 * Parts of a page, which are looked up at a time: the browser comes to the ones before or after next,
 * and each refused at once costs none of the bytes that come during a look.
 */
const LOOKED_UP = 64

/** A part as it was announced. */
export interface AnnouncedPart {
  readonly number: number
  /** Bytes. */
  readonly length: number
  /** Base64, in the upload's algorithm. */
  readonly checksum: string | undefined
  /** ms in which it may arrive by another way; 0 where nobody else sends it. */
  readonly arrivesWithin: number
  /** Of the parts that were handed to a browser together, where it says so. */
  readonly handOver: string | undefined
  /** How fast its bytes may come. */
  readonly slowing: Slowing
}

/** A part that the store took. */
export interface SentPart {
  /** As the store gave it. */
  readonly etag: string
  /** Base64, in the upload's algorithm, where the store says what it computed. */
  readonly checksum: string | undefined
}

/**
 * Sends a part on to the store as it comes, when it is one that the store lacks. While nothing of it
 * was read yet, a store that is away or busy is waited for: a Background Fetch sends a part once
 * only, and what it was made of may be out of reach by then.
 *
 * @param open the part's bytes: asked for only when they may go on
 * @param isGone whether the sender waits no longer
 * @throws ApiFailure bad_request, part_exists, upload_gone, checksum_mismatch, or the store's own
 */
export async function sendPart(
  deps: Dependencies,
  upload: AuthorizedUpload,
  part: AnnouncedPart,
  open: () => Readable,
  isGone: () => boolean,
): Promise<SentPart> {
  await arrives(deps, upload, part, isGone)
  const end = performance.now() + deps.relayLimits.patience
  let body: Readable | undefined
  const openOnce = (): Readable => (body ??= open())
  for (const longest of deps.relayLimits.again) {
    try {
      return await tryPart(deps, upload, part, openOnce)
    } catch (error) {
      if (body?.readableDidRead || isGone() || !mayPass(error)) throw error
      if (performance.now() > end) throw error
      const asked = Math.min((error.retryAfter ?? 0) * 1000, longest)
      await sleep(Math.max(longest * Math.random(), asked))
    }
  }
  return tryPart(deps, upload, part, openOnce)
}

/**
 * Lets a part that is being sent by another way arrive by that: as long as it may take after the part
 * of the same hand-over that arrived last, and two minutes at most.
 *
 * @throws ApiFailure part_exists as soon as it has; slow_down where too many are waited for
 */
async function arrives(
  deps: Dependencies,
  upload: AuthorizedUpload,
  { number, arrivesWithin, handOver = `${upload.key} ${number}` }: AnnouncedPart,
  isGone: () => boolean,
): Promise<void> {
  if (arrivesWithin === 0) return
  const lookout = deps.lookouts.open(upload)
  try {
    const wait = deps.waits.begin(upload.sub, handOver, arrivesWithin)
    for (;;) {
      const isOver = wait.isOver()
      try {
        await checkMissing(deps, upload, number, lookout.see)
      } catch (error) {
        if (!mayPass(error)) {
          wait.hear()
          throw error
        }
      }
      if (isOver || isGone()) return
      await sleep(Math.min(LOOK_INTERVAL, arrivesWithin))
    }
  } finally {
    lookout.close()
  }
}

/** Whether it is the store's failure, and may be gone in a while. */
function mayPass(error: unknown): error is ApiFailure {
  return error instanceof ApiFailure && error.status >= 500 && error.toBody().retryable
}

async function tryPart(
  deps: Dependencies,
  upload: AuthorizedUpload,
  { number, length, checksum, slowing }: AnnouncedPart,
  open: () => Readable,
): Promise<SentPart> {
  const wanted = { number, ...(checksum === undefined ? {} : { checksum }) }
  const { length: expected } = partToSign(upload, wanted)
  if (length !== expected) {
    throw new ApiFailure('bad_request', `part ${number} has ${expected} bytes, not ${length}`)
  }
  // Chromium asks a second time for what it is sending, half a minute after any page was loaded.
  const end = await deps.turns.take(`${upload.key} ${number}`)
  try {
    await checkMissing(deps, upload, number)
    const { parts } = await signParts({ ...deps, presigner: deps.innerPresigner }, upload, {
      parts: [wanted],
    })
    const { url = '', headers = {} } = parts[0] ?? {}
    const sent = await relay(upload, open(), { url, headers, length }, slowing, deps)
    const checksum = sent.header(CHECKSUM_HEADERS.crc64nvme)
    return { etag: sent.etag, checksum: upload.checksum === 'crc64nvme' ? checksum : undefined }
  } finally {
    end()
  }
}

/** A part's way to the store, which is told of unless it was the sender who ended it. */
async function relay(
  upload: AuthorizedUpload,
  body: Readable,
  part: RelayTarget,
  slowing: Slowing,
  { relayLimits, events }: Dependencies,
): ReturnType<typeof relayPart> {
  const begin = performance.now()
  const tell = (code: string | undefined) => {
    const operation = isWhole(upload) ? 'PutObject' : 'UploadPart'
    events.storeAnswered(operation, (performance.now() - begin) / 1000, code)
  }
  try {
    const sent = await relayPart(body, part, relayLimits, slowing)
    tell(undefined)
    return sent
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    const { status, code, cause } = error
    const isThere = isWhole(upload) && code === 'key_exists'
    if (isThere) tell(undefined)
    else if (status !== 408 && code !== 'bad_request') tell(cause ? storeErrorCode(cause) : code)
    throw isThere ? partExists(error) : error
  }
}

/** Throws part_exists or upload_gone unless the running upload lacks the part. */
async function checkMissing(
  deps: Dependencies,
  upload: AuthorizedUpload,
  number: number,
  see: Lookout['see'] = (_page, look) => look(),
): Promise<void> {
  const { uploadId } = upload
  if (uploadId !== null && deps.arrivals.has(uploadId, number)) throw partExists()
  const page = Math.floor((number - 1) / LOOKED_UP)
  const numbers = await see(page, () => lookUp(deps, upload, page))
  if (numbers.includes(number)) throw partExists()
}

/**
 * The numbers of the page's parts that are there.
 *
 * @throws ApiFailure part_exists where all are
 */
async function lookUp(
  deps: Dependencies,
  upload: AuthorizedUpload,
  page: number,
): Promise<readonly number[]> {
  if (isWhole(upload)) {
    await checkWholeMissing(deps, upload)
    return []
  }
  const { key, uploadId } = upload
  if (uploadId === null) throw partExists()
  const present = await partsOf(deps, upload, { key, uploadId }, page)
  const whole = present.filter((part) => part.size === partLength(upload, part.number))
  const numbers = whole.map((part) => part.number)
  deps.arrivals.saw(uploadId, numbers)
  return numbers
}

/** The page's parts of the running upload; of a completed one they are all there. */
async function partsOf(
  { store }: Dependencies,
  upload: AuthorizedUpload,
  running: RunningUpload,
  page: number,
) {
  try {
    return await store.someParts(running, page * LOOKED_UP + 1, LOOKED_UP)
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.code !== 'upload_gone') throw error
    const object = await store.head(upload.key)
    if (object && isObjectOf(upload, object)) throw partExists(error)
    throw error
  }
}

function partExists(cause?: unknown): ApiFailure {
  return new ApiFailure('part_exists', 'the store has this part already: list the parts', { cause })
}
