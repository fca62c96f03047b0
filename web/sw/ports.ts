/** What the engine needs of the world. Every failure is an UploadError, with a code of the table. */
import type { Receipt } from '../../shared/receipt.ts'
import type {
  CompleteRequest,
  CreateUploadAnswer,
  CreateUploadRequest,
  ListPartsAnswer,
  SignPartsAnswer,
} from '../../shared/wire.ts'
import type { ChecksumAlgorithm } from '../../shared/checksum.ts'
import type { ArrivedPart, PartToSign, SignedPart } from './engine/events.ts'
import type { UploadRecord } from './engine/record.ts'

/** Changes that become true together or not at all. */
export interface Changes {
  readonly put: readonly UploadRecord[]
  /** Removed with their parts. */
  readonly remove: readonly string[]
  readonly parts: readonly { readonly id: string; readonly part: ArrivedPart }[]
  /** All that is known of these uploads' parts, in place of what was known before. */
  readonly allParts: readonly { readonly id: string; readonly parts: readonly ArrivedPart[] }[]
}

/** Keeps records and the parts that have arrived. */
export interface RecordStore {
  /** All records; one that this version can't read is left alone and reported. */
  load(): Promise<UploadRecord[]>
  /** Must not resolve before the changes would survive the worker's end. */
  commit(changes: Changes): Promise<void>
  /** The parts of an upload that have arrived, in order of their numbers. */
  partsOf(id: string): Promise<ArrivedPart[]>
}

/** The API's routes; `token` is the upload's. */
export interface Api {
  /** @param link the token of the upload link by which the file comes */
  create(
    request: CreateUploadRequest,
    link: string | null,
    signal: AbortSignal,
  ): Promise<CreateUploadAnswer>
  sign(
    upload: RemoteUpload,
    parts: readonly PartToSign[],
    signal: AbortSignal,
  ): Promise<SignPartsAnswer>
  /** Takes away what was put as a whole and is not the file. */
  discard(upload: RemoteUpload, signal: AbortSignal): Promise<void>
  list(upload: RemoteUpload, signal: AbortSignal): Promise<ListPartsAnswer>
  complete(upload: RemoteUpload, stated: CompleteRequest, signal: AbortSignal): Promise<Receipt>
  abort(upload: RemoteUpload, signal: AbortSignal): Promise<void>
}

/** An upload as the API knows it. */
export interface RemoteUpload {
  readonly remoteId: string
  readonly token: string
  /** The token of the upload link by which it came. */
  readonly link: string | null
  /** One of those that are asked about many at once. */
  readonly isOnePart: boolean
}

/** The files of the uploads. */
export interface Files {
  /**
   * The bytes `start` to `end` of an upload's file, not read yet.
   *
   * @throws UploadError file_permission, file_gone, or file_changed when size or date differ; storage
   */
  slice(record: UploadRecord, start: number, end: number): Promise<Blob>
}

/** Sends one part to the store; resolves when the store has acknowledged it. */
export type SendPart = (part: SignedPart, bytes: Blob, signal: AbortSignal) => Promise<void>

/**
 * The checksum of bytes in base64, holding little of them in memory; null for `none`.
 *
 * @param givesWay whether it leaves the machine to others half of the time
 */
export type HashBytes = (
  algorithm: ChecksumAlgorithm,
  bytes: Blob,
  signal: AbortSignal,
  givesWay?: boolean,
) => Promise<string | null>

/** Whether a host answers at all, by a small request; false too when it was ended. Never throws. */
export type ProbeHost = (origin: string, signal: AbortSignal) => Promise<boolean>

/** What the machine and the person's network plan allow just now. */
export type Conditions = () => {
  readonly saving: boolean
  readonly strained: boolean
  /** GiB that the machine has; null where nobody says. */
  readonly memory: number | null
}

/**
 * How fast may be sent at a time, ms since 1970: bytes a second; null for no limit.
 *
 * @param isShared whether the browser sends beside it, by itself
 */
export type SpeedLimit = (now: number, isShared: boolean) => number | null

/** Time and chance. */
export interface Clock {
  /** ms since 1970. */
  now(): number
  /** ms by a clock that is never set: what took how long. */
  steady(): number
  /** From 0 to 1. */
  random(): number
  /**
   * Calls back after `delay` ms, or sooner where that is longer than a timer lasts; gives a function
   * that calls it off.
   */
  after(delay: number, call: () => void): () => void
}

export interface Log {
  warn(facts: { code: string; uploadId: string | undefined; cause: unknown }, text: string): void
}

export interface Ports {
  readonly records: RecordStore
  readonly api: Api
  readonly files: Files
  readonly sendPart: SendPart
  readonly hashBytes: HashBytes
  readonly probeHost: ProbeHost
  readonly conditions: Conditions
  readonly speedLimit: SpeedLimit
  readonly clock: Clock
  readonly log: Log
}
