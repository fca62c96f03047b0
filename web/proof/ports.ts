import type { FileHashes, HashKind } from '../../shared/hashes.ts'
import type { UploadView } from '../../shared/messages.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { FollowHold } from './ask-worker.ts'
import type { Job, JobStore } from './jobs.ts'
import type { Found, Order } from './order.ts'
import type { Reading } from './read-file.ts'
import type { Hashing } from './shown.ts'

/** What the hashing of files needs. */
export interface HashingPorts {
  readonly jobs: JobStore
  /** Undefined where the list doesn't show it, now or any more. */
  upload(id: string): UploadView | undefined
  /** Whether there still is such an upload: the list shows a new one late. @throws WorkerError */
  hasUpload(id: string): Promise<boolean>
  /** null where it can't be read now, or not without a click. */
  fileOf(job: Job): Promise<File | null>
  /** What the operator wants of every file; null while that isn't known. */
  usualKinds(): Promise<readonly HashKind[] | null>
  read(order: Order, reading: Reading, signal: AbortSignal, followHold: FollowHold): Promise<Found>
  /** Whether it has to wait. */
  followHold: FollowHold
  /** @throws WorkerError */
  tell(id: string, hashes: FileHashes): Promise<Receipt | null>
  receiptOf(id: string): Promise<Receipt | null>
  /** Has it on record that what was sent is another file. @throws WorkerError */
  disprove(id: string): Promise<void>
  /** @param hashing null where there is nothing to be shown any more */
  show(id: string, hashing: Hashing | null): void
  readonly now: () => number
}
