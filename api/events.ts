import type { Receipt } from '../shared/receipt.ts'
import type { Action } from './audit/actions.ts'
import type { Audit } from './audit/audit.ts'
import type { FailureCode } from './failure.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { Notices } from './notices/notices.ts'
import type { ObserveStore } from './s3/observe.ts'
import type { UploadClaims } from './token.ts'
import type { NotedUpload } from './uploads/notes.ts'

/** What a request was about. Nothing in it is secret. */
export interface RequestFacts {
  /** The upload's id, as it was asked for. */
  readonly upload?: string
  readonly key?: string
  /** Of several uploads that an admin aborts. */
  readonly keys?: readonly string[]
  /** The file's. */
  readonly name?: string
  /** Bytes of the file. */
  readonly size?: number
  /** How many parts were to be signed. */
  readonly parts?: number
  /** The part's number. */
  readonly part?: number
  /** Bytes of the part. */
  readonly bytes?: number
  /** The link's id. */
  readonly link?: string
  /** Whether the link is an admin's. */
  readonly admin?: boolean
  /** Of a bucket, that were set. */
  readonly rules?: string
}

/** A request of the API that was answered. */
export interface AnsweredRequest {
  readonly id: string
  readonly action: Action
  readonly status: number
  /** Of the refusal or the failure. */
  readonly code: FailureCode | undefined
  /** The subject; 'open' where nobody need be anybody, null where it isn't known. */
  readonly who: string | null
  /** Where it came from. */
  readonly address: string
  readonly seconds: number
  readonly facts: RequestFacts
}

/** What those who look on hear of; nothing here can fail, or hold up who tells. */
export interface Events {
  requestBegan(): void
  requestAnswered(request: AnsweredRequest): void
  /** Of a request to the store that the S3 client doesn't make. */
  readonly storeAnswered: ObserveStore
  /** One of a batch, all of which come by one request. */
  batchItemAnswered(item: AnsweredRequest): void
  /** An upload has its token, by this key; one that is told of again is none. */
  uploadStarted(key: string): void
  /** The object is there, verified, and its receipt stored. */
  uploadCompleted(receipt: Receipt, upload: UploadClaims): void
  /**
   * It can come to no good end by itself any more.
   *
   * @param receipt of what arrived, where that was found to be another file
   */
  uploadFailed(upload: UploadClaims, code: FailureCode, receipt?: Receipt): void
  /** Its uploader gave it up, or an admin ended it. */
  uploadAborted(upload: NotedUpload, byAdmin: boolean): void
}

/** Of so many beginnings and ends of uploads it is remembered that they were told of. */
const MOST_REMEMBERED = 10_000

export function createEvents(audit: Audit, metrics: Metrics, notices: Notices): Events {
  // By keys: an id is chosen by the client, who could make another's end look told already.
  const told = new Set<string>()
  const isNew = (event: string) => {
    if (told.has(event)) return false
    for (const oldest of told) {
      if (told.size < MOST_REMEMBERED) break
      told.delete(oldest)
    }
    told.add(event)
    return true
  }
  return {
    requestBegan: () => metrics.requestBegan(),
    requestAnswered: (request) => {
      metrics.requestAnswered(request)
      audit.write(request)
    },
    storeAnswered: metrics.storeAnswered,
    batchItemAnswered: (item) => {
      metrics.batchItemAnswered(item)
      audit.write(item)
    },
    uploadStarted: (key) => {
      if (isNew(`${key} started`)) metrics.uploadStarted()
    },
    uploadCompleted: (receipt, upload) => {
      metrics.uploadCompleted(receipt.size)
      notices.completed(receipt, upload)
    },
    uploadFailed: (upload, code, receipt) => {
      if (!isNew(`${upload.key} ${code}`)) return
      metrics.uploadFailed(code)
      notices.failed(upload, code, receipt)
    },
    uploadAborted: (upload, byAdmin) => {
      if (!isNew(`${upload.key} aborted`)) return
      metrics.uploadAborted()
      notices.aborted(upload, byAdmin)
    },
  }
}
