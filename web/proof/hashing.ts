/** Hashes whole files beside their uploads, and has the hashes stand in their receipts. */
import type { FileHashes } from '../../shared/hashes.ts'
import { ReadingError } from './ask-worker.ts'
import { createDelays, TRY_AGAIN } from './delays.ts'
import { isOpen, isSame, type Job } from './jobs.ts'
import { createKnownJobs } from './known-jobs.ts'
import { orNull } from './patience.ts'
import type { HashingPorts } from './ports.ts'
import { shown, type Hashing } from './shown.ts'
import { createTeller, type Teller } from './telling.ts'

/** What is done again and again while there are jobs. */
export interface Runner {
  /** Forgets the jobs of uploads that are no more, and gives the others. */
  begin(): Promise<Job[]>
  /** Reads what can be read now, the smallest first. One at a time, in one tab. */
  readAll(): Promise<void>
  readonly tellAll: Teller['tellAll']
}

export function createRunner(ports: HashingPorts): Runner {
  const { show } = ports
  const jobs = createKnownJobs(ports.jobs)
  const delays = createDelays(ports.now)
  /** Files that could not be read, and when they are tried again. */
  const unreadable = new WeakMap<File, number>()
  const { tellAll, forget } = createTeller({ ...ports, jobs, delays, fail })

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
      if (!isWanted(job.id) || delays.isPutOff(job.id)) continue
      try {
        await read(job)
      } catch (error) {
        // The others have their turn all the same.
        console.warn('the hashing of a file has failed', error)
        delays.putOff(job.id)
      }
    }
  }

  function isWanted(id: string): boolean {
    const view = ports.upload(id)
    return view !== undefined && view.state !== 'cancelled'
  }

  async function read(given: Job): Promise<void> {
    const job = await withUsual(given)
    if (!job) return
    const file = await fileOf(job)
    const notBefore = file && unreadable.get(file)
    if (!file || (notBefore ?? 0) > ports.now()) return show(job.id, shown(job, 'file'))
    if (!isSame(file, job)) return giveUp(job)
    try {
      const hashes = await readWhole(job, file)
      const after = hashes && (await fileOf(job))
      if (after && !isSame(after, job)) return await giveUp(job)
      if (!hashes) return
      const done = { ...job, hashes, checkpoint: null }
      if (await jobs.keep(done)) show(job.id, shown(done, 'done'))
    } catch (error) {
      if (!(error instanceof ReadingError) || error.why === 'internal') throw error
      console.warn('a file could not be hashed', error)
      const after = error.why === 'unreadable' && (await fileOf(job))
      if (after && !isSame(after, job)) return await giveUp(job)
      // A File was changed, or is on a drive that is away for a moment: the browser says the same of both.
      if (after === file) unreadable.set(file, ports.now() + TRY_AGAIN)
      show(job.id, shown(job, 'file'))
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
    const keep = async (checkpoint: Job['checkpoint']) => {
      // With another hash it is read anew, and not first to its end.
      if (!(await jobs.keep({ ...job, checkpoint }))) ending.abort()
    }
    let kept = keep(job.checkpoint)
    try {
      const { hashes } = await ports.read(
        order,
        {
          progress(at) {
            readTo = at
            showNow()
          },
          checkpoint(checkpoint) {
            kept = kept.then(() => keep(checkpoint))
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
    if (await jobs.keep(failed)) show(job.id, shown(failed, problem))
  }

  return { begin, readAll, tellAll }
}
