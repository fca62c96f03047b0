import type { ChecksumAlgorithm } from '../../shared/checksum.ts'

/** What a store was found to do, by trying. */
export interface StoreAbility {
  /** The best proof of a part that the store really checks. */
  readonly checksum: ChecksumAlgorithm
  /** Whether an object's ETag is made of its parts' MD5s (it isn't where the store encrypts). */
  readonly etagOfParts: boolean
  /** Whether Complete takes the headers If-None-Match and x-amz-mp-object-size. */
  readonly guardedComplete: boolean
  /** Whether an object that is put with If-None-Match is refused where the key is taken. */
  readonly guardedPut: boolean
}

/** A running upload. */
export interface RunningUpload {
  readonly key: string
  readonly uploadId: string
}

/** A running upload with the time it was created, by the store's clock. */
export interface ListedUpload extends RunningUpload {
  readonly createdAt: Date | undefined
}

export interface UploadsPage {
  readonly uploads: readonly ListedUpload[]
  /** Where the next page begins; undefined on the last one. */
  readonly next: RunningUpload | undefined
}

export interface KeysPage {
  readonly keys: readonly string[]
  /** Whether there are more. */
  readonly more: boolean
}

/** What a new object will be. */
export interface NewObject {
  readonly key: string
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  readonly checksum: ChecksumAlgorithm
}

/** A part that the store has. */
export interface StoredPart {
  readonly number: number
  /** Bytes. */
  readonly size: number
  /** As the store gave it, for Complete. */
  readonly etag: string
  /** Base64 CRC64NVME, where the store keeps it. */
  readonly crc64nvme: string | undefined
  readonly lastModified: Date | undefined
}

/** An object's head. */
export interface StoredObject {
  /** Bytes. */
  readonly size: number
  /** Without quotes; '' where the store gives none. */
  readonly etag: string
  /** Base64, of the whole object. */
  readonly crc64nvme: string | undefined
  readonly lastModified: Date | undefined
  readonly metadata: Readonly<Record<string, string>>
  /** As the store says that it encrypts it. */
  readonly encryption: string | undefined
}

/** What Complete is to be refused for, where the store can. */
export interface CompletionGuards {
  /** Bytes. */
  readonly size: number
  /** Base64, of the whole object; null where it isn't known. */
  readonly crc64nvme: string | null
  /** Whether to send If-None-Match and the object's size. */
  readonly guarded: boolean
}

/**
 * One bucket. Every verb throws an {@link ApiFailure} whose code says what to do about it, and
 * nothing else for what a store may answer.
 */
export interface ObjectStore {
  readonly bucket: string
  /** How every object is to be encrypted, where that was set. */
  readonly encryption: 'AES256' | 'aws:kms' | undefined
  /** Throws unless the bucket answers. */
  reach(): Promise<void>
  /** All running uploads of just this key, the oldest first, with the times they were created. */
  findUploads(key: string): Promise<ListedUpload[]>
  createUpload(object: NewObject): Promise<string>
  /**
   * The headers that a browser is to send with an object that it puts as a whole, so that it becomes
   * what {@link createUpload} would have made it. @param now ms since 1970
   */
  headersOf(object: Omit<NewObject, 'key' | 'checksum'>, now: number): [string, string][]
  /**
   * All parts by number; throws upload_gone when there is no such upload. With the highest number
   * that there may be, a long list comes sooner.
   */
  listParts(upload: RunningUpload, last?: number): Promise<StoredPart[]>
  /**
   * At most so many of the parts that there are, from this number on; throws upload_gone when there
   * is no such upload.
   */
  someParts(upload: RunningUpload, first: number, most: number): Promise<StoredPart[]>
  /**
   * Makes the object of the parts. That this returns proves nothing yet: read the head.
   * Throws upload_gone, key_exists, object_mismatch, parts_missing.
   */
  complete(
    upload: RunningUpload,
    parts: readonly StoredPart[],
    guards: CompletionGuards,
  ): Promise<void>
  /** Ends a running upload and drops its parts; false where the store says that there is none. */
  abort(upload: RunningUpload): Promise<boolean>
  /** An object's head, undefined when there is none. */
  head(key: string): Promise<StoredObject | undefined>
  /**
   * @param etag of the object that was found: another one that took its place stays, where the store
   *   can be told so
   */
  remove(key: string, etag?: string): Promise<void>
  /** A small JSON text, undefined when there is none. */
  getDocument(key: string): Promise<string | undefined>
  putDocument(key: string, text: string): Promise<void>
  /** The same only where there is none; false where there is. Needs {@link StoreAbility.guardedPut}. */
  addDocument(key: string, text: string): Promise<boolean>
  /** All keys that begin with this. */
  listKeys(prefix: string): Promise<string[]>
  /**
   * One page of the keys that begin with this, in the order of their bytes.
   *
   * @param after only keys behind this one; '' for the first page
   * @param limit at most 1,000
   */
  listKeysPage(prefix: string, after: string, limit: number): Promise<KeysPage>
  /** One page of the running uploads whose keys begin with this, by key and then by their start. */
  listUploadsPage(
    prefix: string,
    after: RunningUpload | undefined,
    limit: number,
  ): Promise<UploadsPage>
}
