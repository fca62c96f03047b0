import type { Job, JobStore } from './jobs.ts'

/** The jobs as they are known here: also what could not be stored, as where the disk is full. */
export interface KnownJobs {
  all(): Promise<Job[]>
  /**
   * Never throws: what can't be stored is known until the page ends.
   *
   * @returns false where it is of before, as another hash is wanted by now
   */
  keep(job: Job): Promise<boolean>
  /** Stores what could not be stored before, where that is possible by now. */
  keepAgain(): Promise<void>
  remove(ids: readonly string[]): Promise<void>
}

export function createKnownJobs(store: JobStore): KnownJobs {
  const unstored = new Map<string, Job>()

  async function all(): Promise<Job[]> {
    return (await store.all()).map((job) => unstored.get(job.id) ?? job)
  }

  async function keep(job: Job): Promise<boolean> {
    unstored.set(job.id, job)
    try {
      const isKept = await store.put([job])
      if (unstored.get(job.id) === job) unstored.delete(job.id)
      return isKept
    } catch (error) {
      console.warn('what is known of the hashes of a file is not stored', error)
      return true
    }
  }

  return {
    all,
    keep,
    async keepAgain() {
      // Another page may have removed some meanwhile.
      for (const job of await all()) if (unstored.get(job.id) === job) await keep(job)
    },
    async remove(ids) {
      await store.remove(ids)
      for (const id of ids) unstored.delete(id)
    },
  }
}
