/** The operations on an upload in parts. */
import * as v from 'valibot'
import { MAX_OBJECT_SIZE, MAX_PART_COUNT } from '../../../shared/limits.ts'
import { readAnnounced, type Announced } from '../announced.ts'
import {
  CHECKSUM_ALGORITHMS,
  checksumHeader,
  defaultType,
  isChecksum,
  isPossible,
  type ChecksumAlgorithm,
  type ChecksumKind,
} from '../checksums.ts'
import { completeUpload, type ListedPart } from '../complete.ts'
import { writeCondition } from '../conditions.ts'
import { readDescription } from '../description.ts'
import { S3Error } from '../errors.ts'
import { keyOf, NO_CONTENT, uploadIdOf, xmlAnswer, type Operation } from '../operation.ts'
import { encodeUri, readInteger } from '../request.ts'
import { readXmlBody } from '../small-body.ts'
import type { UploadRecord } from '../records.ts'
import { one, readXml } from '../xml-read.ts'
import { element, optional, xmlDocument } from '../xml-write.ts'

type Headers = ReadonlyMap<string, string>

export const createMultipartUpload: Operation = async (call) => {
  const checksum = readChecksumKind(call.headers)
  const record = await call.state.uploads.create({
    key: keyOf(call),
    description: readDescription(call.headers),
    ...(checksum && { checksum }),
  })
  const body = xmlDocument(
    'InitiateMultipartUploadResult',
    element('Bucket', call.bucket),
    element('Key', record.key),
    element('UploadId', record.id),
  )
  return xmlAnswer(
    body,
    checksum && {
      'x-amz-checksum-algorithm': checksum.algorithm,
      'x-amz-checksum-type': checksum.type,
    },
  )
}

export const uploadPart: Operation = async (call) => {
  const { uploads } = call.state
  const upload = uploads.get(uploadIdOf(call), keyOf(call))
  const number = partNumberOf(call.request.query.get('partNumber'))
  const announced = readAnnounced(call.headers)
  checkAlgorithm(upload.record, announced.checksum?.algorithm)
  const body = call.openBody()
  const part = await uploads.putPart(upload, number, {
    bytes: body.read(),
    announced,
    trailers: () => body.trailers(),
  })
  const { checksum } = part
  return {
    status: 200,
    headers: {
      etag: `"${part.md5}"`,
      ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }),
    },
  }
}

/** @throws S3Error InvalidArgument for what is no part number */
export function partNumberOf(text: string | undefined): number {
  const number = /^\d{1,6}$/.test(text ?? '') ? Number(text) : 0
  if (number >= 1 && number <= MAX_PART_COUNT) return number
  throw new S3Error(
    'InvalidArgument',
    'Part number must be an integer between 1 and 10000, inclusive',
    { fields: { ArgumentName: 'partNumber', ArgumentValue: (text ?? '').slice(0, 100) } },
  )
}

function checkAlgorithm({ checksum }: UploadRecord, actual: ChecksumAlgorithm | undefined): void {
  const missing = actual === undefined && checksum?.type !== 'COMPOSITE'
  if (!checksum || missing || actual === checksum.algorithm) return
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm.toLowerCase()}, actual checksum Type: ${actual?.toLowerCase() ?? 'null'}`,
  )
}

function readChecksumKind(headers: Headers): ChecksumKind | undefined {
  const name = headers.get('x-amz-checksum-algorithm')?.toUpperCase()
  const typeName = headers.get('x-amz-checksum-type')?.toUpperCase()
  if (name === undefined && typeName === undefined) return undefined
  const algorithm = CHECKSUM_ALGORITHMS.find((candidate) => candidate === name)
  if (!algorithm) {
    throw new S3Error(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    )
  }
  if (typeName !== undefined && typeName !== 'FULL_OBJECT' && typeName !== 'COMPOSITE') {
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.')
  }
  const kind = { algorithm, type: typeName ?? defaultType(algorithm) }
  if (!isPossible(kind)) {
    throw new S3Error(
      'InvalidRequest',
      `The ${kind.type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    )
  }
  return kind
}

const CompleteBody = v.strictObject({
  Part: v.pipe(
    v.array(
      v.strictObject({
        PartNumber: one(v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number))),
        ETag: one(v.string()),
        ...Object.fromEntries(
          CHECKSUM_ALGORITHMS.map((name) => [`Checksum${name}`, v.optional(one(v.string()))]),
        ),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_PART_COUNT),
  ),
})

function readListedParts(text: string): ListedPart[] {
  const { Part } = readXml(text, 'CompleteMultipartUpload', CompleteBody)
  return Part.map((part) => {
    const values: Readonly<Record<string, unknown>> = part
    const checksums: Partial<Record<ChecksumAlgorithm, string>> = {}
    for (const name of CHECKSUM_ALGORITHMS) {
      const value = values[`Checksum${name}`]
      if (typeof value === 'string') checksums[name] = value
    }
    return { partNumber: part.PartNumber, etag: part.ETag, checksums }
  })
}

export const completeMultipartUpload: Operation = async (call) => {
  const { headers, state, bucket, request } = call
  const key = keyOf(call)
  const parts = readListedParts(await readXmlBody(call, ofBody(headers)))
  const ended = await completeUpload(state.uploads, state.objects, uploadIdOf(call), key, {
    parts,
    ...readObjectChecksum(headers),
    size: readInteger(
      'x-amz-mp-object-size',
      headers.get('x-amz-mp-object-size'),
      0,
      MAX_OBJECT_SIZE,
    ),
    allow: writeCondition(headers, key),
  })
  const { checksum } = ended
  const place = `${bucket}/${key.split('/').map(encodeUri).join('/')}`
  return xmlAnswer(
    xmlDocument(
      'CompleteMultipartUploadResult',
      element('Location', `http://${request.headers.get('host') ?? ''}/${place}`),
      element('Bucket', bucket),
      element('Key', key),
      element('ETag', `"${ended.etag}"`),
      checksum && element(`Checksum${checksum.algorithm}`, checksum.value),
      optional('ChecksumType', checksum?.type),
    ),
  )
}

/** Of a Complete, `x-amz-checksum-*` is the object's; only Content-MD5 is the body's. */
function ofBody(headers: Headers): Announced {
  const md5 = headers.get('content-md5')
  return readAnnounced(new Map(md5 === undefined ? [] : [['content-md5', md5]]))
}

function readObjectChecksum(headers: Headers): {
  checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined
  checksumType: ChecksumKind['type'] | undefined
} {
  const type = headers.get('x-amz-checksum-type')?.toUpperCase()
  if (type !== undefined && type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.')
  }
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = headers.get(checksumHeader(algorithm))
    if (value === undefined) continue
    if (!isChecksum(algorithm, value.replace(/-\d{1,5}$/, ''))) {
      throw new S3Error(
        'InvalidRequest',
        `Value for ${checksumHeader(algorithm)} header is invalid.`,
      )
    }
    return { checksum: { algorithm, value }, checksumType: type }
  }
  return { checksum: undefined, checksumType: type }
}

export const abortMultipartUpload: Operation = async (call) => {
  await call.state.uploads.abort(uploadIdOf(call), keyOf(call))
  return NO_CONTENT
}
