/**
 * Finds out what a store really checks, by sending it wrong checksums: stores that don't know a
 * checksum header ignore it (PLATFORM.md, "S3 servers differ").
 */
import { randomUUID } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { ApiFailure } from '../failure.ts'
import { storeErrorFacts, toFailure } from './errors.ts'
import type { EncryptionInput } from './object-options.ts'
import { provedBody } from './proved-body.ts'
import { deleteScratchObject, endScratchUpload, type TellLeft } from './scratch.ts'
import type { RunningUpload, StoreAbility } from './store.ts'

const BODY = '123456789'
/** The check value of CRC-64/NVME in the "Catalogue of parametrised CRC algorithms". */
const RIGHT_CRC = 'rosUhgp5mIg='
const WRONG_CRC = 'AAAAAAAAAAA='
const RIGHT_MD5 = 'JfnnlDI7RTiF9RgfG2JNCw=='
const WRONG_MD5 = 'AAAAAAAAAAAAAAAAAAAAAA=='
const ETAG_OF_PARTS = '5927c5d64d94a5786f90003aa26d0159-1'

/**
 * What the store can do, found on scratch keys under the prefix, which are removed again.
 *
 * @param left hears of what could not be removed
 * @param encryption of the uploads: an encrypted object's ETag may be of other kinds
 * @throws ApiFailure when the store is away or refuses what an upload needs
 */
export async function probeStore(
  client: S3Client,
  bucket: string,
  prefix: string,
  left: TellLeft,
  encryption: EncryptionInput = {},
): Promise<StoreAbility> {
  const folder = `${prefix}.longhaul-probe/${randomUUID()}`
  const scratch = createScratch(client, bucket, folder, encryption)
  try {
    const guardedPut = await guardsPut(scratch)
    if (await checksCrc(scratch)) {
      const made = await scratch.makeObject(true)
      if (made.crc64nvme === RIGHT_CRC) {
        return { checksum: 'crc64nvme', guardedPut, ...made.ability }
      }
    }
    const checksum = (await checksMd5(scratch)) ? 'md5' : 'none'
    const made = await scratch.makeObject(false)
    return { checksum, guardedPut, ...made.ability }
  } catch (error) {
    throw toFailure(error)
  } finally {
    await scratch.clean(left)
  }
}

/**
 * Makes sure that objects can be locked: stores that don't know it ignore that they were told to.
 *
 * @throws ApiFailure when the bucket has no Object Lock, or it may not be asked
 */
export async function requireObjectLock(client: S3Client, bucket: string): Promise<void> {
  let enabled: string | undefined
  try {
    const found = await client.send(new GetObjectLockConfigurationCommand({ Bucket: bucket }))
    enabled = found.ObjectLockConfiguration?.ObjectLockEnabled
  } catch (error) {
    throw toFailure(error)
  }
  if (enabled !== 'Enabled') {
    throw new ApiFailure('store_denied', 'the bucket has no Object Lock')
  }
}

/** Whether a wrong CRC64NVME is refused, of a part and of the whole object at Complete. */
async function checksCrc(scratch: Scratch): Promise<boolean> {
  const upload = await accepted(scratch.begin(true))
  if (!upload) return false
  if (await accepted(scratch.send(upload, { ChecksumCRC64NVME: WRONG_CRC }))) return false
  const etag = await accepted(scratch.send(upload, { ChecksumCRC64NVME: RIGHT_CRC }))
  if (!etag) return false
  const completed = scratch.complete(upload, etag, {
    ChecksumCRC64NVME: WRONG_CRC,
    ChecksumType: 'FULL_OBJECT',
  })
  return (await accepted(completed)) === undefined
}

/** Whether an object is put where the key is free, and refused where it is taken. */
async function guardsPut(scratch: Scratch): Promise<boolean> {
  // Of an answer that was lost the client asks again, and is refused what it has put itself.
  const key = (await accepted(scratch.put())) ?? (await accepted(scratch.put()))
  if (key === undefined) return false
  return (await accepted(scratch.put(key))) === undefined
}

/** Whether a part with a wrong Content-MD5 is refused, and one with the right is not. */
async function checksMd5(scratch: Scratch): Promise<boolean> {
  const upload = await scratch.begin(false)
  if (await accepted(scratch.send(upload, { ContentMD5: WRONG_MD5 }))) return false
  return (await accepted(scratch.send(upload, { ContentMD5: RIGHT_MD5 }))) !== undefined
}

/** Said of credentials, by the same status (400) as of what was asked. */
const OF_CREDENTIALS = ['InvalidToken', 'AuthorizationHeaderMalformed']

/**
 * What the store answered, or undefined when it refused the request (400, 412, 501). What may pass says
 * nothing of what the store can do, and the answer is kept.
 */
async function accepted<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    const { names, status } = storeErrorFacts(error)
    const mayPass =
      toFailure(error).toBody().retryable || names.some((name) => OF_CREDENTIALS.includes(name))
    if (!mayPass && (status === 400 || status === 412 || status === 501)) return undefined
    throw error
  }
}

type Scratch = ReturnType<typeof createScratch>

/** Uploads of one small part under keys of their own. */
function createScratch(
  client: S3Client,
  bucket: string,
  prefix: string,
  encryption: EncryptionInput,
) {
  const uploads: RunningUpload[] = []
  /** Keys. */
  const wholes = new Set<string>()
  const at = ({ key, uploadId }: RunningUpload) => ({
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
  })

  async function begin(
    withCrc: boolean,
    key = `${prefix}/${uploads.length}`,
  ): Promise<RunningUpload> {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        ...encryption,
        ...(withCrc ? { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' } : {}),
      }),
    )
    const upload = { key, uploadId: UploadId ?? '' }
    uploads.push(upload)
    return upload
  }

  /** The part's ETag. */
  async function send(
    upload: RunningUpload,
    checksum: { ChecksumCRC64NVME?: string; ContentMD5?: string },
  ): Promise<string> {
    const { ETag } = await client.send(
      new UploadPartCommand({ ...at(upload), PartNumber: 1, Body: BODY, ...checksum }),
    )
    return ETag ?? ''
  }

  async function complete(
    upload: RunningUpload,
    etag: string,
    guards: {
      ChecksumCRC64NVME?: string
      ChecksumType?: 'FULL_OBJECT'
      IfNoneMatch?: '*'
      MpuObjectSize?: number
    },
  ): Promise<true> {
    await client.send(
      new CompleteMultipartUploadCommand({
        ...at(upload),
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: etag }] },
        ...guards,
      }),
    )
    return true
  }

  /** Uploads and completes rightly, with all guards if the store takes them, and reads the head. */
  async function makeObject(withCrc: boolean) {
    const crc = withCrc
      ? { ChecksumCRC64NVME: RIGHT_CRC, ChecksumType: 'FULL_OBJECT' as const }
      : {}
    const guards = { IfNoneMatch: '*', MpuObjectSize: BODY.length } as const
    async function make(key: string | undefined, guarded: boolean): Promise<RunningUpload> {
      const upload = await begin(withCrc, key)
      const etag = await send(upload, withCrc ? { ChecksumCRC64NVME: RIGHT_CRC } : {})
      await complete(upload, etag, { ...crc, ...(guarded ? guards : {}) })
      return upload
    }
    const first = await accepted(make(undefined, true))
    const upload = first ?? (await make(undefined, false))
    // A store that does not know the header takes it, and overwrites.
    const guardedComplete =
      first !== undefined && (await accepted(make(first.key, true))) === undefined
    const head = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: upload.key, ChecksumMode: 'ENABLED' }),
    )
    const etagOfParts = (head.ETag ?? '').replaceAll('"', '') === ETAG_OF_PARTS
    return { crc64nvme: head.ChecksumCRC64NVME, ability: { etagOfParts, guardedComplete } }
  }

  /** Puts an object as a whole, only where there is none: its key. */
  async function put(Key = `${prefix}/whole-${wholes.size}`): Promise<string> {
    wholes.add(Key)
    const input = { Bucket: bucket, Key, ...provedBody(BODY), IfNoneMatch: '*', ...encryption }
    await client.send(new PutObjectCommand(input))
    return Key
  }

  /** Ends every upload and removes every object; what can't be is told and left. */
  async function clean(tell: TellLeft): Promise<void> {
    for (const key of wholes) await deleteScratchObject(client, bucket, key, tell)
    for (const upload of uploads) await endScratchUpload(client, bucket, upload, tell)
    for (const key of new Set(uploads.map(({ key }) => key))) {
      await deleteScratchObject(client, bucket, key, tell)
    }
  }

  return { begin, send, complete, put, makeObject, clean }
}

/** Asks once and keeps the answer; asks again when there was none. */
export function remember<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return async () => {
    const asked = (answer ??= ask())
    try {
      return await asked
    } catch (error) {
      if (answer === asked) answer = undefined
      throw error
    }
  }
}
