/** Which files are to be hashed as a whole and how far that is, in a database of the page's own. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as v from 'valibot'
import { fileHashesSchema, HASHES } from '../../shared/hashes.ts'
import type { UploadView } from '../../shared/messages.ts'
import { checkpointSchema } from './order.ts'

const jobSchema = v.object({
  /** The upload's. */
  id: v.string(),
  /** The file's, bytes and ms since 1970. */
  size: v.number(),
  lastModified: v.number(),
  kinds: v.array(v.picklist(HASHES)),
  /** Whether what the operator wants of every file is to be added to them. */
  addsUsual: v.boolean(),
  /** The file's handle; null where there is none, and the File is gone with its page. */
  handle: v.unknown(),
  /** From where it goes on. */
  checkpoint: v.nullable(checkpointSchema),
  /** Once all are known. */
  hashes: v.nullable(fileHashesSchema),
  /**
   * `changed`: the file isn't the one that was added; `another`: it isn't what was sent; `refused`: the
   * server takes no hashes for it.
   */
  problem: v.nullable(v.picklist(['changed', 'another', 'refused'])),
  /** That it was not what was sent when it was read before, and is read once more. */
  isAgain: v.optional(v.literal(true)),
  /** Of `another`: that the server knows it too, or takes no word of it. */
  isTold: v.optional(v.literal(true)),
})
export type Job = v.InferOutput<typeof jobSchema>

/** Whether it has still to be read. */
export function isOpen({ hashes, problem }: Job): boolean {
  return hashes === null && problem === null
}

/** Whether the worker or the server have still to hear that the file is another than was sent. */
export function isUntold({ problem, isTold }: Job, view: UploadView | undefined): boolean {
  return problem === 'another' && !isTold && view?.state !== undefined
}

/** Whether this is the file as it was added, by size and date. */
export function isSame(file: File, { size, lastModified }: Job): boolean {
  return file.size === size && file.lastModified === lastModified
}

function lacksKind({ kinds }: Job, stored: unknown): boolean {
  return v.is(jobSchema, stored) && stored.kinds.some((kind) => !kinds.includes(kind))
}

export interface JobStore {
  all(): Promise<Job[]>
  /**
   * Leaves out those of which another hash is wanted by now than whoever put them knew.
   *
   * @returns whether there were none of these
   */
  put(jobs: readonly Job[]): Promise<boolean>
  remove(ids: readonly string[]): Promise<void>
}

interface Schema extends DBSchema {
  jobs: { key: string; value: Job }
}

/** Opened when it is first needed, and closed for whoever wants to delete it. */
export function createJobStore(name = 'longhaul-hashes'): JobStore {
  let opened: Promise<IDBPDatabase<Schema>> | null = null

  function open(): Promise<IDBPDatabase<Schema>> {
    const forget = (): void => void (opened = null)
    opened ??= openDB<Schema>(name, 1, {
      upgrade: (database) => void database.createObjectStore('jobs', { keyPath: 'id' }),
      blocking: (_current, _blocked, event) => {
        forget()
        if (event.target instanceof IDBDatabase) event.target.close()
      },
      terminated: forget,
    })
    opened.catch(forget)
    return opened
  }

  return {
    async all() {
      const jobs = await (await open()).getAll('jobs')
      return jobs.filter((job) => v.is(jobSchema, job))
    },
    async put(jobs) {
      const transaction = (await open()).transaction('jobs', 'readwrite')
      const put = async (job: Job): Promise<boolean> => {
        if (lacksKind(job, await transaction.store.get(job.id))) return false
        await transaction.store.put(job)
        return true
      }
      const [isPut] = await Promise.all([Promise.all(jobs.map(put)), transaction.done])
      return !isPut.includes(false)
    },
    async remove(ids) {
      const transaction = (await open()).transaction('jobs', 'readwrite')
      await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done])
    },
  }
}
