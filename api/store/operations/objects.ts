/** Putting, getting and deleting objects. */
import { join } from 'node:path'
import { createDigests, readAnnounced } from '../announced.ts'
import { allowsRange, checkRead, writeCondition } from '../conditions.ts'
import { checksumHeader } from '../checksums.ts'
import { describe, readDescription } from '../description.ts'
import { createFolderDurably } from '../durable.ts'
import { S3Error } from '../errors.ts'
import { ingest } from '../ingest.ts'
import { createId, dataPath } from '../layout.ts'
import type { OpenObject } from '../objects.ts'
import { keyOf, NO_CONTENT, type Answer, type Call, type Operation } from '../operation.ts'
import { readRange, rangeOfPart } from '../byte-ranges.ts'
import { readObject } from '../reading.ts'
import type { Checksum } from '../checksums.ts'
import type { Description, ObjectHead } from '../records.ts'
import type { Announced } from '../announced.ts'
import type { ByteRange } from '../../../shared/plan.ts'
import { partNumberOf } from './multipart.ts'

export const putObject: Operation = async (call) => {
  const allow = writeCondition(call.headers, keyOf(call))
  allow(call.state.objects.find(keyOf(call)))
  const announced = readAnnounced(call.headers)
  const description = readDescription(call.headers)
  const body = call.openBody()
  const head = await storeObject(call, body.read(), {
    announced,
    // S3 computes it where nothing else was announced ("Checking object integrity", user guide).
    algorithm: 'CRC64NVME',
    description,
    allow,
    trailers: () => body.trailers(),
  })
  const { checksum } = head
  return {
    status: 200,
    headers: {
      etag: `"${head.etag}"`,
      ...(checksum && {
        [checksumHeader(checksum.algorithm)]: checksum.value,
        'x-amz-checksum-type': checksum.type,
      }),
    },
  }
}

export interface StoreOptions {
  readonly announced: Announced
  /** Computed where nothing was announced. */
  readonly algorithm?: Checksum['algorithm'] | undefined
  readonly description: Description
  readonly allow: (current: ObjectHead | undefined) => void
  readonly trailers?: () => ReadonlyMap<string, string>
}

/** Stores content as the object of the call's key. */
export async function storeObject(
  call: Call,
  content: AsyncIterable<Uint8Array>,
  { announced, algorithm, description, allow, trailers }: StoreOptions,
): Promise<ObjectHead> {
  const { layout, data, objects } = call.state
  const used = announced.checksum?.algorithm ?? algorithm
  const digests = await createDigests(announced, used)
  const dataId = createId()
  try {
    await createFolderDurably(dataPath(layout, dataId))
    const path = join(dataPath(layout, dataId), '0')
    const { size, md5, checksum } = await ingest(content, path, digests, trailers)
    const head: ObjectHead = {
      key: keyOf(call),
      size,
      etag: md5,
      lastModified: call.now(),
      description,
      dataId,
      ...(used && checksum !== undefined
        ? { checksum: { algorithm: used, type: 'FULL_OBJECT', value: checksum } }
        : {}),
    }
    await objects.put(head, [{ file: '0', size }], allow)
    return head
  } catch (error) {
    if (objects.find(keyOf(call))?.dataId !== dataId) await data.remove(dataId)
    throw error
  }
}

export const getObject: Operation = async (call) => {
  const object = await openObject(call)
  try {
    const { answer, range } = readAnswer(call, object)
    return {
      ...answer,
      body: readObject(call.state, object, range),
      release: object.release,
    }
  } catch (error) {
    await object.release()
    throw error
  }
}

export const headObject: Operation = async (call) => {
  const object = await openObject(call)
  try {
    return readAnswer(call, object).answer
  } finally {
    await object.release()
  }
}

/** A head needs the segments only to say where a part is. */
async function openObject(call: Call): Promise<OpenObject> {
  const { objects } = call.state
  const key = keyOf(call)
  if (call.request.method === 'HEAD' && !call.request.query.has('partNumber')) {
    return { head: objects.get(key), segments: [], release: () => Promise.resolve() }
  }
  return objects.open(key)
}

function readAnswer(call: Call, object: OpenObject): { answer: Answer; range: ByteRange } {
  const { headers, request } = call
  const { head } = object
  checkRead(headers, head)
  const part = readPart(call, object)
  const wanted =
    part ?? (allowsRange(headers, head) ? readRange(headers.get('range'), head.size) : undefined)
  const range = wanted ?? { start: 0, end: head.size }
  const withChecksum = headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' && !wanted
  const answerHeaders: Record<string, string> = {
    ...describe(head, withChecksum),
    ...overrides(call),
    'content-length': String(range.end - range.start),
  }
  if (wanted && head.size > 0) {
    answerHeaders['content-range'] = `bytes ${range.start}-${range.end - 1}/${head.size}`
  }
  if (request.query.has('partNumber') && head.partCount !== undefined) {
    answerHeaders['x-amz-mp-parts-count'] = String(head.partCount)
  }
  const partial = wanted !== undefined && head.size > 0
  return { answer: { status: partial ? 206 : 200, headers: answerHeaders }, range }
}

function readPart({ request, headers }: Call, { segments }: OpenObject): ByteRange | undefined {
  const text = request.query.get('partNumber')
  if (text === undefined) return undefined
  if (headers.has('range')) {
    throw new S3Error(
      'InvalidRequest',
      'Cannot specify both Range header and partNumber query parameter.',
    )
  }
  const range = rangeOfPart(segments, partNumberOf(text))
  if (range) return range
  throw new S3Error('InvalidRange', 'The requested partnumber is not satisfiable')
}

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const

/** The signer of a URL may set how the answer is to be taken. */
function overrides({ request }: Call): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of OVERRIDES) {
    const value = request.query.get(`response-${name}`)
    if (value === undefined) continue
    if (!/^[\t\x20-\x7e\u0080-\u00ff]*$/.test(value)) {
      throw new S3Error('InvalidArgument', `response-${name} can't be sent in a header`)
    }
    found[name] = value
  }
  return found
}

export const deleteObject: Operation = async (call) => {
  const key = keyOf(call)
  await call.state.objects.remove(key, writeCondition(call.headers, key))
  return NO_CONTENT
}
