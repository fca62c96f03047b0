/** Has the hashes of files stand in their receipts, and tells where what was sent is another file. */
import { remedyOf } from '../../shared/errors.ts'
import { isOfAnother, kindsIn, type FileHashes } from '../../shared/hashes.ts'
import type { UploadView } from '../../shared/messages.ts'
import { planParts } from '../../shared/plan.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { WorkerError } from '../door/ask.ts'
import type { Delays } from './delays.ts'
import { isUntold, type Job } from './jobs.ts'
import type { KnownJobs } from './known-jobs.ts'
import type { HashingPorts } from './ports.ts'
import { shown } from './shown.ts'

/** How often a server is asked whose receipt has no place for them: it may be gone. */
const MOST_TRIES = 10

interface TellingPorts extends Pick<
  HashingPorts,
  'upload' | 'tell' | 'receiptOf' | 'disprove' | 'show'
> {
  readonly jobs: KnownJobs
  readonly delays: Delays
  /** Has it on record and shown that nothing more comes of it. */
  fail(job: Job, problem: NonNullable<Job['problem']>): Promise<void>
}

export interface Teller {
  /** Tells the server what is known, where it can take it; forgets what stands in receipts. */
  tellAll(): Promise<void>
  forget(id: string): Promise<void>
}

export function createTeller({ jobs, delays, fail, ...ports }: TellingPorts): Teller {
  /** Uploads of which the server has been told before their end. */
  const told = new Set<string>()
  /** How often they were told in vain after the end of the upload. */
  const inVain = new Map<string, number>()

  async function forget(id: string): Promise<void> {
    await jobs.remove([id])
    told.delete(id)
    delays.forget(id)
    inVain.delete(id)
    ports.show(id, null)
  }

  async function tellAll(): Promise<void> {
    for (const job of await jobs.all()) {
      const view = ports.upload(job.id)
      if (!view || delays.isPutOff(job.id)) continue
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
        if (!job.isAgain && view.state === 'verified') return await readAgain(job)
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
      delays.putOff(job.id)
      if (tries === MOST_TRIES) await fail(job, 'refused')
    } catch (error) {
      console.warn('the server has not taken the hashes of a file', error)
      delays.putOff(job.id)
      if (isEnded && isRefusal(error)) await fail(job, 'refused')
    }
  }

  /** Before it is on record for good that what was sent is another file: a disk may misread once. */
  async function readAgain(job: Job): Promise<void> {
    const again: Job = { ...job, hashes: null, checkpoint: null, isAgain: true }
    if (await jobs.keep(again)) ports.show(job.id, shown(again, 'waiting'))
  }

  /** Puts it on record here first, and with the server when that can be reached. */
  async function tellOfAnother(job: Job, view: UploadView): Promise<void> {
    try {
      if (view.state === 'verified') await ports.disprove(job.id)
      if (job.hashes) await ports.tell(job.id, job.hashes)
    } catch (error) {
      console.warn('it is not known everywhere yet that what was sent is another file', error)
      delays.putOff(job.id)
      if (!isRefusal(error)) return
    }
    await jobs.keep({ ...job, isTold: true })
  }

  return { tellAll, forget }
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
