import { createHash, randomBytes } from 'node:crypto'
import { ApiFailure } from '../failure.ts'
import type { ObjectStore } from '../s3/store.ts'
import type { Identity } from './identity.ts'

/** Seconds after which to ask again, where another request for the place or the file came between. */
export const LOST_RACE = 2

/** What an identity has used of its limits. */
export interface Usage {
  readonly files: number
  /** Bytes. */
  readonly bytes: number
}

/** A file that is counted. */
interface Counted {
  /** Of the object's key. */
  readonly file: string
  /** Bytes. */
  readonly size: number
}

type Store = Pick<ObjectStore, 'getDocument' | 'listKeys' | 'putDocument' | 'remove'>

/**
 * Counts uploads by marks in the bucket, one small object for each, so that all servers count alike
 * (docs/decisions/limits.md).
 */
export interface Counter {
  usage(subject: string): Promise<Usage>
  /**
   * Counts a file before its upload is created; answers the mark, null where nothing is limited.
   * More files or bytes than are allowed are never let in: of two that ask for the last place at
   * the same moment both may be asked to come again.
   *
   * @throws ApiFailure limit_reached, slow_down
   */
  count(identity: Identity, key: string, size: number): Promise<string | null>
  /**
   * Whether a mark still counts. To be asked once the upload is there: who cancels the same file
   * takes all its marks back, and then looks for uploads that came meanwhile.
   */
  stands(mark: string): Promise<boolean>
  /** Takes back all marks of a file that came to nothing, whoever of several requests was let in by them. */
  discount(subject: string, key: string): Promise<void>
}

/** @param now ms since 1970 */
export function createCounter(store: Store, statePrefix: string, now: () => number): Counter {
  async function read(folder: string): Promise<Map<string, Counted>> {
    const counted = new Map<string, Counted>()
    for (const key of await store.listKeys(folder)) {
      const one = readMark(key.slice(folder.length))
      if (one) counted.set(one.file, one)
    }
    return counted
  }

  return {
    usage: async (subject) => sumOf(await read(folderOf(statePrefix, subject))),
    count: async (identity, key, size) => {
      const { maxFiles, maxBytes } = identity.limits
      if (maxFiles === null && maxBytes === null) return null
      const folder = folderOf(statePrefix, identity.subject)
      const own: Counted = { file: digest(key), size }
      const including = (counted: ReadonlyMap<string, Counted>) =>
        sumOf(new Map([...counted, [own.file, own]]))
      if (isOver(including(await read(folder)), identity)) {
        throw new ApiFailure('limit_reached', 'there is no room left for this file')
      }
      const mark = `${folder}${own.file}.${size}.${randomBytes(8).toString('hex')}`
      const document = { key, countedAt: new Date(now()).toISOString() }
      await store.putDocument(mark, `${JSON.stringify(document)}\n`)
      if (!isOver(including(await read(folder)), identity)) return mark
      await store.remove(mark)
      throw new ApiFailure('slow_down', 'another file asked for the last place just now', {
        retryAfter: LOST_RACE,
      })
    },
    stands: async (mark) => (await store.getDocument(mark)) !== undefined,
    discount: async (subject, key) => {
      // Nobody in particular is limited.
      if (subject === '') return
      const marks = await store.listKeys(`${folderOf(statePrefix, subject)}${digest(key)}.`)
      for (const mark of marks) await store.remove(mark)
    },
  }
}

function folderOf(statePrefix: string, subject: string): string {
  return `${statePrefix}counted/${subject.replace(':', '/')}/`
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}

/** A file may have several marks, where its upload was asked for twice at the same moment. */
function readMark(name: string): Counted | undefined {
  const [, file, size] = /^([0-9a-f]{32})\.(\d{1,16})\.[0-9a-f]{16}$/.exec(name) ?? []
  return file === undefined ? undefined : { file, size: Number(size) }
}

function sumOf(counted: ReadonlyMap<string, Counted>): Usage {
  let bytes = 0
  for (const { size } of counted.values()) bytes += size
  return { files: counted.size, bytes }
}

function isOver({ files, bytes }: Usage, { limits }: Identity): boolean {
  return files > (limits.maxFiles ?? Infinity) || bytes > (limits.maxBytes ?? Infinity)
}
