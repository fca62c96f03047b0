import type { FileHashes, HashKind } from '../../shared/hashes.ts'
import type { Job } from './jobs.ts'

/** How it is going with a file's hashes. */
export interface Hashing {
  readonly kinds: readonly HashKind[]
  readonly hashes: FileHashes | null
  /** `held`: it gives way to what is sent. `file`: it waits for the file, or for leave to read it. */
  readonly state: 'waiting' | 'reading' | 'held' | 'file' | 'done' | NonNullable<Job['problem']>
  /** Whether it is read once more, as it was not what was sent. */
  readonly isAgain: boolean
  /** Bytes that are read so far. */
  readonly at: number
}

/** How a job looks that nobody works on. */
export function shownOf(job: Job): Hashing {
  return shown(job, job.problem ?? (job.hashes ? 'done' : 'waiting'), job.checkpoint?.at)
}

export function shown({ kinds, hashes, isAgain }: Job, state: Hashing['state'], at = 0): Hashing {
  return { kinds, hashes, state, isAgain: isAgain === true, at }
}
