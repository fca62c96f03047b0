/** Objects and parts made from the bytes of other objects. */
import type { ByteRange } from '../../../shared/plan.ts'
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from '../checksums.ts'
import { checkRead, writeCondition } from '../conditions.ts'
import { readDescription } from '../description.ts'
import { S3Error } from '../errors.ts'
import type { OpenObject } from '../objects.ts'
import {
  keyOf,
  uploadIdOf,
  xmlAnswer,
  type Answer,
  type Call,
  type Operation,
} from '../operation.ts'
import { readObject } from '../reading.ts'
import type { Description } from '../records.ts'
import { element, xmlDocument } from '../xml-write.ts'
import { MAX_PART_SIZE } from '../../../shared/limits.ts'
import { partNumberOf } from './multipart.ts'
import { storeObject } from './objects.ts'

const NOTHING_ANNOUNCED = { md5: undefined, checksum: undefined }

export const uploadPartCopy: Operation = (call) => {
  const { uploads } = call.state
  const upload = uploads.get(uploadIdOf(call), keyOf(call))
  const number = partNumberOf(call.request.query.get('partNumber'))
  return withSource(call, async (source) => {
    const range = readCopyRange(call, source.head.size)
    const part = await uploads.putPart(upload, number, {
      bytes: readObject(call.state, source, range),
      announced: NOTHING_ANNOUNCED,
    })
    return xmlAnswer(
      xmlDocument(
        'CopyPartResult',
        element('ETag', `"${part.md5}"`),
        element('LastModified', new Date(part.lastModified).toISOString()),
        part.checksum && element(`Checksum${part.checksum.algorithm}`, part.checksum.value),
      ),
    )
  })
}

export const copyObject: Operation = (call) => {
  const allow = writeCondition(call.headers, keyOf(call))
  return withSource(call, async (source) => {
    const head = await storeObject(call, readObject(call.state, source), {
      announced: NOTHING_ANNOUNCED,
      algorithm: readAlgorithm(call) ?? source.head.checksum?.algorithm,
      description: copiedDescription(call, source),
      allow,
    })
    return xmlAnswer(
      xmlDocument(
        'CopyObjectResult',
        element('ETag', `"${head.etag}"`),
        element('LastModified', new Date(head.lastModified).toISOString()),
        head.checksum && element(`Checksum${head.checksum.algorithm}`, head.checksum.value),
      ),
    )
  })
}

function readAlgorithm({ headers }: Call): ChecksumAlgorithm | undefined {
  const name = headers.get('x-amz-checksum-algorithm')?.toUpperCase()
  const found = CHECKSUM_ALGORITHMS.find((candidate) => candidate === name)
  if (name === undefined || found) return found
  throw new S3Error('InvalidRequest', 'Checksum algorithm provided is unsupported.')
}

/** Works with the object to be copied, which stays for as long. */
async function withSource(
  call: Call,
  work: (source: OpenObject) => Promise<Answer>,
): Promise<Answer> {
  const source = await call.state.objects.open(sourceKey(call))
  try {
    checkRead(call.headers, source.head, 'x-amz-copy-source-')
    if (source.head.size > MAX_PART_SIZE && !call.headers.has('x-amz-copy-source-range')) {
      throw new S3Error(
        'InvalidRequest',
        'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
      )
    }
    return await work(source)
  } finally {
    await source.release()
  }
}

function sourceKey({ headers, bucket }: Call): string {
  const [path = '', version = 'versionId=null'] = (headers.get('x-amz-copy-source') ?? '').split(
    '?',
  )
  let decoded: string
  try {
    decoded = decodeURIComponent(path).replace(/^\//, '')
  } catch (cause) {
    throw new S3Error('InvalidArgument', 'Invalid copy source encoding.', { cause })
  }
  const slash = decoded.indexOf('/')
  const key = decoded.slice(slash + 1)
  if (slash < 1 || key === '') {
    throw new S3Error('InvalidArgument', 'Invalid copy source object key')
  }
  if (decoded.slice(0, slash) !== bucket) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
  }
  if (version !== 'versionId=null') {
    throw new S3Error('NotImplemented', 'This store keeps no versions')
  }
  return key
}

function readCopyRange({ headers }: Call, size: number): ByteRange {
  const text = headers.get('x-amz-copy-source-range')
  if (text === undefined) return { start: 0, end: size }
  const found = /^bytes=(\d{1,16})-(\d{1,16})$/.exec(text)
  const [start, last] = [Number(found?.[1]), Number(found?.[2])]
  if (!found || last < start) {
    throw new S3Error(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    )
  }
  if (last >= size) {
    throw new S3Error(
      'InvalidArgument',
      `Range specified is not valid for source object of size: ${size}`,
    )
  }
  if (last - start + 1 > MAX_PART_SIZE) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
  }
  return { start, end: last + 1 }
}

function copiedDescription(call: Call, { head }: OpenObject): Description {
  const given = readDescription(call.headers)
  const replaces = isReplace(call, 'x-amz-metadata-directive')
  const replacesTags = isReplace(call, 'x-amz-tagging-directive')
  if (head.key === keyOf(call) && !replaces && !replacesTags) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
  }
  const base = replaces ? given : head.description
  return { ...base, tags: replacesTags ? given.tags : head.description.tags }
}

function isReplace({ headers }: Call, name: string): boolean {
  const directive = headers.get(name) ?? 'COPY'
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE'
  throw new S3Error('InvalidArgument', `Unknown ${name}.`)
}
