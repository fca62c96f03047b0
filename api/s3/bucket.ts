import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type ListMultipartUploadsCommandOutput,
  type ListObjectsV2CommandOutput,
  type Part,
  type S3Client,
} from '@aws-sdk/client-s3'
import { ApiFailure } from '../failure.ts'
import { allParts } from './all-parts.ts'
import { storeErrorFacts, toFailure } from './errors.ts'
import {
  encryptionInput,
  NO_OBJECT_OPTIONS,
  objectHeaders,
  uploadInput,
  type ObjectOptions,
} from './object-options.ts'
import { provedBody } from './proved-body.ts'
import { removeObject } from './remove.ts'
import type { ListedUpload, ObjectStore, RunningUpload, StoredPart } from './store.ts'

/** Ms. A store may take minutes to complete an upload of many parts (PLATFORM.md, "S3"). */
const COMPLETE_TIMEOUT = 10 * 60_000

/** Swift says of a completed upload that its key is missing. */
export const MISSING_UPLOAD = ['NoSuchUpload', 'NoSuchKey', 'NotFound']

/** A bucket of any S3 server. */
export function createBucket(
  client: S3Client,
  bucket: string,
  options: ObjectOptions = NO_OBJECT_OPTIONS,
): ObjectStore {
  const at = (upload: RunningUpload) => ({
    Bucket: bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
  })

  const documentAt = (key: string, text: string) => ({
    Bucket: bucket,
    Key: key,
    ...provedBody(text),
    ContentType: 'application/json',
    ...encryptionInput(options),
  })

  return {
    bucket,
    encryption: options.encryption?.algorithm,

    reach: async () => {
      await answered(client.send(new HeadBucketCommand({ Bucket: bucket })))
    },

    findUploads: async (key) => {
      const found: ListedUpload[] = []
      let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
      while (marker) {
        const page: ListMultipartUploadsCommandOutput = await answered(
          client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key, ...marker })),
        )
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (Key === key && UploadId) found.push({ key, uploadId: UploadId, createdAt: Initiated })
        }
        marker = page.IsTruncated
          ? {
              KeyMarker: expected(page.NextKeyMarker),
              ...(page.NextUploadIdMarker ? { UploadIdMarker: page.NextUploadIdMarker } : {}),
            }
          : undefined
      }
      // Of the same second each server is to find the same one first.
      const time = ({ createdAt }: ListedUpload) => createdAt?.getTime() ?? 0
      return found.sort((a, b) => time(a) - time(b) || (a.uploadId < b.uploadId ? -1 : 1))
    },

    createUpload: async ({ key, contentType, metadata, checksum }) => {
      const { UploadId, ServerSideEncryption } = await answered(
        client.send(
          new CreateMultipartUploadCommand({
            Bucket: bucket,
            Key: key,
            ContentType: contentType,
            Metadata: { ...metadata },
            ...uploadInput(options, Date.now()),
            ...(checksum === 'crc64nvme'
              ? { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' }
              : {}),
          }),
        ),
      )
      const uploadId = expected(UploadId)
      // Stores that don't know a header ignore it.
      if (options.encryption && ServerSideEncryption !== options.encryption.algorithm) {
        await answered(client.send(new AbortMultipartUploadCommand(at({ key, uploadId }))))
        throw new ApiFailure('store_denied', 'the store does not encrypt as it was told to')
      }
      return uploadId
    },

    headersOf: ({ contentType, metadata }, now) => [
      ['content-type', contentType],
      ...Object.entries(metadata).map(([name, value]): [string, string] => [
        `x-amz-meta-${name}`,
        value,
      ]),
      ...objectHeaders(options, now),
    ],

    listParts: (upload, last) =>
      allParts(async (after, most) => {
        const marker = after > 0 ? { PartNumberMarker: String(after) } : {}
        const page = await answeredOfUpload(
          client.send(new ListPartsCommand({ ...at(upload), MaxParts: most, ...marker })),
        )
        return {
          parts: (page.Parts ?? []).map(storedPart),
          next: page.IsTruncated ? Number(expected(page.NextPartNumberMarker)) : null,
        }
      }, last ?? null),

    someParts: async (upload, first, most) => {
      const marker = first > 1 ? { PartNumberMarker: String(first - 1) } : {}
      const { Parts } = await answeredOfUpload(
        client.send(new ListPartsCommand({ ...at(upload), MaxParts: most, ...marker })),
      )
      return (Parts ?? []).map(storedPart)
    },

    complete: async (upload, parts, { size, crc64nvme, guarded }) => {
      const command = new CompleteMultipartUploadCommand({
        ...at(upload),
        MultipartUpload: {
          Parts: parts.map((part) => ({ PartNumber: part.number, ETag: part.etag })),
        },
        ...(crc64nvme === null
          ? {}
          : { ChecksumCRC64NVME: crc64nvme, ChecksumType: 'FULL_OBJECT' as const }),
        ...(guarded ? { IfNoneMatch: '*', MpuObjectSize: size } : {}),
      })
      await answeredOfUpload(client.send(command, { requestTimeout: COMPLETE_TIMEOUT }))
    },

    abort: async (upload) => {
      const ended = client.send(new AbortMultipartUploadCommand(at(upload)))
      return (await unlessMissing(ended, ...MISSING_UPLOAD)) !== undefined
    },

    head: async (key) => {
      const head = await unlessMissing(
        client.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' })),
        'NotFound',
        'NoSuchKey',
      )
      if (!head) return undefined
      return {
        size: expected(head.ContentLength),
        etag: (head.ETag ?? '').replaceAll('"', ''),
        crc64nvme: head.ChecksumCRC64NVME,
        lastModified: head.LastModified,
        metadata: head.Metadata ?? {},
        encryption: head.ServerSideEncryption,
      }
    },

    remove: (key, etag = '') => removeObject(client, { bucket, key, etag }),

    getDocument: async (key) => {
      const found = await unlessMissing(
        client.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
        'NoSuchKey',
        'NotFound',
      )
      return found && (await answered(expected(found.Body).transformToString()))
    },

    putDocument: async (key, text) => {
      await answered(client.send(new PutObjectCommand(documentAt(key, text))))
    },

    addDocument: async (key, text) => {
      const command = new PutObjectCommand({ ...documentAt(key, text), IfNoneMatch: '*' })
      return (await unlessMissing(client.send(command), 'PreconditionFailed')) !== undefined
    },

    listKeys: async (prefix) => {
      const keys: string[] = []
      let marker: { ContinuationToken?: string } | undefined = {}
      while (marker) {
        const page: ListObjectsV2CommandOutput = await answered(
          client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...marker })),
        )
        for (const { Key } of page.Contents ?? []) keys.push(expected(Key))
        marker = page.IsTruncated
          ? { ContinuationToken: expected(page.NextContinuationToken) }
          : undefined
      }
      return keys
    },

    listKeysPage: async (prefix, after, limit) => {
      const { Contents, IsTruncated } = await answered(
        client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            MaxKeys: limit,
            ...(after === '' ? {} : { StartAfter: after }),
          }),
        ),
      )
      return { keys: (Contents ?? []).map(({ Key }) => expected(Key)), more: IsTruncated ?? false }
    },

    listUploadsPage: async (prefix, after, limit) => {
      const page = await answered(
        client.send(
          new ListMultipartUploadsCommand({
            Bucket: bucket,
            Prefix: prefix,
            MaxUploads: limit,
            ...(after && {
              KeyMarker: after.key,
              ...(after.uploadId === '' ? {} : { UploadIdMarker: after.uploadId }),
            }),
          }),
        ),
      )
      const uploads = (page.Uploads ?? []).map(({ Key, UploadId, Initiated }) => ({
        key: expected(Key),
        uploadId: expected(UploadId),
        createdAt: Initiated,
      }))
      const next = page.IsTruncated
        ? { key: expected(page.NextKeyMarker), uploadId: page.NextUploadIdMarker ?? '' }
        : undefined
      return { uploads, next }
    },
  }
}

function storedPart(part: Part): StoredPart {
  const { PartNumber, Size, ETag, ChecksumCRC64NVME, LastModified } = part
  return {
    number: expected(PartNumber),
    size: expected(Size),
    etag: expected(ETag),
    crc64nvme: ChecksumCRC64NVME,
    lastModified: LastModified,
  }
}

/** The answer; whatever the SDK throws becomes an ApiFailure. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw toFailure(error)
  }
}

/** The answer to what is asked of an upload. @throws ApiFailure upload_gone when there is none */
async function answeredOfUpload<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    // Ceph says so of the key.
    if (!storeErrorFacts(error).names.includes('NoSuchKey')) throw toFailure(error)
    throw new ApiFailure('upload_gone', 'the store knows no such upload', { cause: error })
  }
}

/** The answer, or undefined when the store says by one of these names that there is none. */
async function unlessMissing<T>(answer: Promise<T>, ...names: string[]): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (storeErrorFacts(error).names.some((name) => names.includes(name))) return undefined
    throw toFailure(error)
  }
}

/** What an answer must have; one without it is no answer. */
function expected<T>(value: T | undefined): T {
  if (value === undefined) throw new ApiFailure('bad_answer', 'the store left out what it must say')
  return value
}
