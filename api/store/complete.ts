/** Completing an upload: the parts a client lists become an object, and not a byte is copied. */
import { MAX_OBJECT_SIZE, MIN_PART_SIZE } from '../../shared/limits.ts'
import { combineEtags } from './announced.ts'
import {
  combineChecksums,
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumType,
} from './checksums.ts'
import { S3Error } from './errors.ts'
import type { Objects } from './objects.ts'
import type { CompletedRecord, ObjectHead, PartRecord } from './records.ts'
import type { Upload, Uploads } from './uploads.ts'

/** What a client lists for a part. */
export interface ListedPart {
  readonly partNumber: number
  /** With or without quotes. */
  readonly etag: string
  readonly checksums: Partial<Record<ChecksumAlgorithm, string>>
}

export interface Completion {
  readonly parts: readonly ListedPart[]
  /** The object's checksum as the client computed it. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined
  readonly checksumType: ChecksumType | undefined
  /** The object's size in bytes as the client knows it. */
  readonly size: number | undefined
  /** Throws when the object must not take the place of the one there. */
  readonly allow: (current: ObjectHead | undefined) => void
}

/**
 * Completes an upload, or says again how it was completed.
 *
 * @throws S3Error NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall, BadDigest,
 *   InvalidRequest, PreconditionFailed
 */
export async function completeUpload(
  uploads: Uploads,
  objects: Objects,
  id: string,
  key: string,
  completion: Completion,
): Promise<CompletedRecord> {
  const findMade = (): ObjectHead | undefined => {
    const head = objects.find(key)
    return head?.dataId === id ? head : undefined
  }
  const find = async (): Promise<CompletedRecord | undefined> => {
    const head = findMade()
    if (!head) return undefined
    await objects.confirm(key)
    return completedRecord(head)
  }
  return uploads.complete(id, key, find, async (upload, settle) => {
    const parts = completion.parts.map((listed) => findPart(upload, listed))
    checkOrderAndSizes(completion, parts)
    const checksum = await checkObject(upload, completion, parts)
    const etag = combineEtags(parts.map((part) => part.md5))
    const head: ObjectHead = {
      key,
      size: parts.reduce((sum, part) => sum + part.size, 0),
      etag,
      lastModified: uploads.now(),
      description: upload.record.description,
      ...(checksum && { checksum }),
      dataId: id,
      partCount: parts.length,
    }
    const segments = parts.map((part) => ({
      file: part.file,
      size: part.size,
      partNumber: part.partNumber,
      ...(checksum && part.checksum && { checksum: part.checksum.value }),
    }))
    try {
      await objects.put(head, segments, completion.allow, () => settle(completedRecord(head)))
    } catch (error) {
      if (findMade()) uploads.close(id)
      throw error
    }
    await objects.data.keepOnly(id, new Set(parts.map((part) => part.file)))
  })
}

/** How an object came to be, if an upload made it. */
export function completedRecord(head: ObjectHead): CompletedRecord {
  const { dataId: id, key, lastModified: completed, etag, checksum } = head
  return { id, key, completed, etag, ...(checksum && { checksum }) }
}

function findPart(upload: Upload, listed: ListedPart): PartRecord {
  const part = upload.parts[listed.partNumber]
  if (!part || part.md5 !== listed.etag.replace(/^"(.*)"$/, '$1')) throw invalidPart(listed)
  for (const [algorithm, value] of Object.entries(listed.checksums)) {
    if (part.checksum?.algorithm === algorithm && part.checksum.value !== value) {
      throw invalidPart(listed)
    }
  }
  return part
}

function invalidPart({ partNumber, etag }: ListedPart): S3Error {
  return new S3Error(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { fields: { PartNumber: String(partNumber), ETag: etag } },
  )
}

function checkOrderAndSizes({ parts: listed, size }: Completion, parts: PartRecord[]): void {
  for (const [index, part] of listed.entries()) {
    const before = listed[index - 1]
    if (before && before.partNumber >= part.partNumber) {
      throw new S3Error(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
      )
    }
  }
  const small = parts.slice(0, -1).find((part) => part.size < MIN_PART_SIZE)
  if (small) {
    throw new S3Error(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      {
        fields: {
          ProposedSize: String(small.size),
          MinSizeAllowed: String(MIN_PART_SIZE),
          PartNumber: String(small.partNumber),
          ETag: small.md5,
        },
      },
    )
  }
  const total = parts.reduce((sum, part) => sum + part.size, 0)
  if (total > MAX_OBJECT_SIZE) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
  }
  if (size !== undefined && size !== total) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${total}`,
    )
  }
}

async function checkObject(
  { record }: Upload,
  completion: Completion,
  parts: readonly PartRecord[],
): Promise<Checksum | undefined> {
  const kind = record.checksum
  const { checksum: expected, checksumType } = completion
  if (expected && expected.algorithm !== kind?.algorithm) {
    throw new S3Error(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${kind?.algorithm.toLowerCase() ?? 'null'}, actual checksum Type: ${expected.algorithm.toLowerCase()}`,
    )
  }
  if (checksumType && checksumType !== kind?.type) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created with the checksum type ${kind?.type ?? 'null'}. The complete request must use the same checksum type.`,
    )
  }
  if (!kind) return undefined
  if (kind.type === 'COMPOSITE') checkListed(kind.algorithm, completion)
  const whole = await combineChecksums(
    kind,
    parts.map(({ partNumber, size, checksum }) => {
      if (checksum?.algorithm !== kind.algorithm) throw new Error(`part ${partNumber} lacks it`)
      return { size, checksum: checksum.value }
    }),
  )
  if (expected && expected.value !== whole.value) {
    throw new S3Error(
      'BadDigest',
      `The ${kind.algorithm} you specified did not match the calculated checksum.`,
    )
  }
  return whole
}

/** A composite is what the client lists: S3 wants every part's checksum repeated. */
function checkListed(algorithm: ChecksumAlgorithm, { parts }: Completion): void {
  const without = parts.find((part) => part.checksums[algorithm] === undefined)
  if (!without) return
  throw new S3Error(
    'InvalidRequest',
    `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${without.partNumber} in the request.`,
  )
}
