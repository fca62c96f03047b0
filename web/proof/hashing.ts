/** Hashes whole files beside their uploads, and has the hashes stand in their receipts. */
import { remedyOf } from '../../shared/errors.ts'
import { isOfAnother, kindsIn, type FileHashes, type HashKind } from '../../shared/hashes.ts'
import type { UploadView } from '../../shared/messages.ts'
import { planParts } from '../../shared/plan.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { WorkerError } from '../door/ask.ts'
import { ReadingError, type FollowHold } from './ask-worker.ts'
import { isOpen, isSame, isUntold, type Job, type JobStore } from './jobs.ts'
import { createKnownJobs } from './known-jobs.ts'
import type { Found, Order } from './order.ts'
import { orNull } from './patience.ts'
import type { Reading } from './read-file.ts'

/** How it is going with a file's hashes. */
export interface Hashing {
  readonly kinds: readonly HashKind[]
  readonly hashes: FileHashes | null
  /** `held`: it gives way to what is sent. `file`: it waits for the file, or for leave to read it. */
  readonly state: 'waiting' | 'reading' | 'held' | 'file' | 'done' | NonNullable<Job['problem']>
  /** Bytes that are read so far. */
  readonly at: number
}

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

/** ms until what failed is tried again: a server that gave no hashes a place, a file that broke off. */
const TRY_AGAIN = 30_000

/** How often a server is asked whose receipt has no place for them: it may be gone. */
const MOST_TRIES = 10

/** What is done again and again while there are jobs. */
export interface Runner {
  /** Forgets the jobs of uploads that are no more, and gives the others. */
  begin(): Promise<Job[]>
  /** Reads what can be read now, the smallest first. One at a time, in one tab. */
  readAll(): Promise<void>
  /** Tells the server what is known, where it can take it; forgets what stands in receipts. */
  tellAll(): Promise<void>
}

export function createRunner(ports: HashingPorts): Runner {
  const { show } = ports
  const jobs = createKnownJobs(ports.jobs)
  /** Uploads of which the server has been told before their end. */
  const told = new Set<string>()
  const notBefore = new Map<string, number>()
  /** How often they were told in vain after the end of the upload. */
  const inVain = new Map<string, number>()

  async function begin(): Promise<Job[]> {
    const left: Job[] = []
    const gone: string[] = []
    for (const job of await jobs.all()) {
      if (await hasUpload(job.id)) left.push(job)
      else gone.push(job.id)
    }
    await jobs.remove(gone)
    return left
  }

  /** True in doubt. */
  async function hasUpload(id: string): Promise<boolean> {
    try {
      return ports.upload(id) !== undefined || (await ports.hasUpload(id))
    } catch (error) {
      console.warn('it is not known whether hashes are still wanted', error)
      return true
    }
  }

  async function readAll(): Promise<void> {
    await jobs.keepAgain()
    const waiting = (await jobs.all()).filter(isOpen)
    for (const job of waiting) show(job.id, shown(job, 'waiting'))
    for (const job of waiting.toSorted((a, b) => a.size - b.size)) {
      if (!isWanted(job.id) || isPutOff(job.id)) continue
      try {
        await read(job)
      } catch (error) {
        // The others have their turn all the same.
        console.warn('the hashing of a file has failed', error)
        putOff(job.id)
      }
    }
  }

  function isPutOff(id: string): boolean {
    return (notBefore.get(id) ?? 0) > ports.now()
  }

  function putOff(id: string): void {
    notBefore.set(id, ports.now() + TRY_AGAIN)
  }

  function isWanted(id: string): boolean {
    const view = ports.upload(id)
    return view !== undefined && view.state !== 'cancelled'
  }

  async function read(given: Job): Promise<void> {
    const job = await withUsual(given)
    if (!job) return
    const file = await fileOf(job)
    if (!file) return show(job.id, shown(job, 'file'))
    if (!isSame(file, job)) return giveUp(job)
    try {
      const hashes = await readWhole(job, file)
      const after = hashes && (await fileOf(job))
      if (after && !isSame(after, job)) return await giveUp(job)
      if (!hashes) return
      const done = { ...job, hashes, checkpoint: null }
      await jobs.keep(done)
      show(job.id, shown(done, 'done'))
    } catch (error) {
      if (!(error instanceof ReadingError) || error.why === 'internal') throw error
      console.warn('a file could not be hashed', error)
      const after = error.why === 'unreadable' && (await fileOf(job))
      // As a browser says of a File that was changed or is gone.
      if (after && (!isSame(after, job) || after === file)) await giveUp(job)
      else show(job.id, shown(job, 'file'))
    }
  }

  async function fileOf(job: Job): Promise<File | null> {
    try {
      return await orNull(ports.fileOf(job))
    } catch (error) {
      console.warn('a file could not be asked for', error)
      return null
    }
  }

  /** With all kinds that are wanted; null where none is, or that isn't known yet. */
  async function withUsual(job: Job): Promise<Job | null> {
    if (!job.addsUsual) return job
    const usual = await ports.usualKinds()
    if (usual === null) return null
    const kinds = [...new Set([...job.kinds, ...usual])]
    if (kinds.length > 0) return { ...job, kinds, addsUsual: false }
    await forget(job.id)
    return null
  }

  /** null where nobody wants it any more. */
  async function readWhole(job: Job, file: File): Promise<FileHashes | null> {
    const ending = new AbortController()
    let readTo = job.checkpoint?.at
    let state: Hashing['state'] = 'reading'
    const showNow = () => {
      if (isWanted(job.id)) show(job.id, shown(job, state, readTo))
      else ending.abort()
    }
    showNow()
    const order = { file, kinds: job.kinds, from: job.checkpoint, partSize: null }
    let kept = jobs.keep(job)
    try {
      const { hashes } = await ports.read(
        order,
        {
          progress(at) {
            readTo = at
            showNow()
          },
          checkpoint(checkpoint) {
            kept = kept.then(() => jobs.keep({ ...job, checkpoint }))
          },
        },
        ending.signal,
        (tell) =>
          ports.followHold((held) => {
            state = held ? 'held' : 'reading'
            showNow()
            tell(held)
          }),
      )
      return hashes
    } catch (error) {
      if (ending.signal.aborted) return null
      throw error
    } finally {
      await kept
    }
  }

  function giveUp(job: Job): Promise<void> {
    return fail({ ...job, checkpoint: null }, 'changed')
  }

  async function fail(job: Job, problem: NonNullable<Job['problem']>): Promise<void> {
    const failed: Job = { ...job, problem }
    await jobs.keep(failed)
    show(job.id, shown(failed, problem))
  }

  async function forget(id: string): Promise<void> {
    await jobs.remove([id])
    told.delete(id)
    notBefore.delete(id)
    inVain.delete(id)
    show(id, null)
  }

  async function tellAll(): Promise<void> {
    for (const job of await jobs.all()) {
      const view = ports.upload(job.id)
      if (!view || isPutOff(job.id)) continue
      if (isUntold(job, view)) await tellOfAnother(job, view)
      if (!job.hashes || job.problem !== null) continue
      await tell(job, job.hashes, view)
    }
  }

  async function tell(job: Job, hashes: FileHashes, view: UploadView): Promise<void> {
    const isEnded = view.state === 'verified' || view.state === 'disproved'
    if (!isEnded && (told.has(job.id) || !view.watchable || isWhole(view))) return
    try {
      const stated = isEnded ? await ports.receiptOf(job.id) : null
      if (stated && isOfAnother(hashes, stated.checksum)) {
        await fail(job, 'another')
        return await tellOfAnother({ ...job, problem: 'another' }, view)
      }
      if (isEnded && states(stated, hashes)) return await forget(job.id)
      const receipt = await ports.tell(job.id, hashes)
      told.add(job.id)
      if (!isEnded) return
      if (states(receipt, hashes)) return await forget(job.id)
      const tries = (inVain.get(job.id) ?? 0) + 1
      inVain.set(job.id, tries)
      putOff(job.id)
      if (tries === MOST_TRIES) await fail(job, 'refused')
    } catch (error) {
      console.warn('the server has not taken the hashes of a file', error)
      putOff(job.id)
      if (isEnded && isRefusal(error)) await fail(job, 'refused')
    }
  }

  /** Puts it on record here first, and with the server when that can be reached. */
  async function tellOfAnother(job: Job, view: UploadView): Promise<void> {
    try {
      if (view.state === 'verified') await ports.disprove(job.id)
      if (job.hashes) await ports.tell(job.id, job.hashes)
    } catch (error) {
      console.warn('it is not known everywhere yet that what was sent is another file', error)
      putOff(job.id)
      if (!isRefusal(error)) return
    }
    await jobs.keep({ ...job, isTold: true })
  }

  return { begin, readAll, tellAll }
}

/** How a job looks that nobody works on. */
export function shownOf(job: Job): Hashing {
  return shown(job, job.problem ?? (job.hashes ? 'done' : 'waiting'), job.checkpoint?.at)
}

function shown({ kinds, hashes }: Job, state: Hashing['state'], at = 0): Hashing {
  return { kinds, hashes, state, at }
}

/** Of a file that is put as a whole nothing can be noted before its end. */
function isWhole({ size, partSize }: UploadView): boolean {
  return planParts(size, partSize).partCount === 1
}

function states(receipt: Receipt | null, hashes: FileHashes): boolean {
  return kindsIn(hashes).every((kind) => receipt?.hashes?.[kind] === hashes[kind])
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof WorkerError) || error.code === 'no_answer') return false
  const remedy = remedyOf(error.code)
  return remedy === 'fail' || remedy === 'recreate'
}
