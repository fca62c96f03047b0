import { v7 as createId } from 'uuid'
import type { NewFile, UploadView } from '../../shared/messages.ts'
import { whenNeeded } from '../../shared/when-needed.ts'
import { fullName } from '../uploads/order.ts'
import { createKnown } from './known.ts'
import type { Taken } from './walk.ts'

/** Files that go to the worker in one message. */
export const CHUNK = 250
/** Names of unreadable files that are kept to be shown. */
const MAX_NAMED = 20

/** An upload, and what tells its file from others. */
type FileOfUpload = Pick<UploadView, 'id' | 'path' | 'name' | 'size' | 'lastModified' | 'partSize'>
type TakenFile = Extract<Taken, { type: 'file' }>
type Unreadable = Extract<Taken, { type: 'unreadable' }>

export interface AddPorts {
  /** Resolves when the worker has them on record. */
  add(files: NewFile[]): Promise<void>
  /** Uploads that wait for their file. */
  gone(): UploadView[]
  /** Uploads that the worker no longer has: their files go on under their ids. */
  lost(): FileOfUpload[]
  /** Uploads that the list has: their files are not added once more without asking. */
  known(): Promise<readonly UploadView[]>
  /**
   * Whether these, of which it has uploads already, are to be added all the same.
   *
   * @param haveOthers whether others were added before
   */
  isToAddAgain(uploads: readonly UploadView[], haveOthers: boolean): Promise<boolean>
  giveAgain(upload: UploadView, source: unknown): Promise<void>
  /** Called with how many files the worker has so far. */
  progress(added: number): void
}

export interface AddReport {
  /** Files that the worker has on record. */
  added: number
  /** Uploads that got their file back. */
  given: number
  /** Files that the list had already, and that were left out. */
  skipped: number
  unreadable: { count: number; named: Unreadable[] }
}

/**
 * Hands files to the worker as they are found. One that an upload waits for, by path, name, size
 * and date, is given to that upload instead; one that a lost upload had takes its place. Those that
 * the list has already wait until the others are there, and are asked about together.
 *
 * @throws what `add` throws; the report then says what had been added before
 */
export async function addTaken(
  taken: AsyncIterable<Taken>,
  ports: AddPorts,
  report: AddReport,
): Promise<void> {
  const gone = new Map(ports.gone().map((upload) => [identity(upload), upload]))
  const lost = new Map(ports.lost().map((upload) => [identity(upload), upload]))
  const known = createKnown(await ports.known())
  const again: { file: TakenFile; upload: UploadView }[] = []
  let chunk: NewFile[] = []
  const flush = async () => {
    if (chunk.length === 0) return
    const files = chunk.sort(byName)
    chunk = []
    await ports.add(files)
    report.added += files.length
    ports.progress(report.added)
  }
  for await (const one of taken) {
    if (one.type === 'unreadable') {
      report.unreadable.count += 1
      if (report.unreadable.named.length < MAX_NAMED) report.unreadable.named.push(one)
      continue
    }
    const key = identity({ ...one, size: one.file.size, lastModified: one.file.lastModified })
    const waiting = gone.get(key)
    if (waiting) {
      gone.delete(key)
      await ports.giveAgain(waiting, one.source)
      report.given += 1
      continue
    }
    const upload = known({ ...one, size: one.file.size, lastModified: one.file.lastModified })
    if (upload) {
      again.push({ file: one, upload })
      continue
    }
    chunk.push(newFile(one, lost.get(key)))
    lost.delete(key)
    if (chunk.length === CHUNK) await flush()
  }
  await flush()
  if (again.length === 0) return
  const uploads = again.map(({ upload }) => upload)
  if (!(await ports.isToAddAgain(uploads, report.added > 0))) {
    report.skipped = again.length
    return
  }
  for (const { file } of again) {
    chunk.push(newFile(file))
    if (chunk.length === CHUNK) await flush()
  }
  await flush()
}

const collator = whenNeeded(() => new Intl.Collator('en', { numeric: true }))

/** The order in which they are served and listed: a folder is read in none. */
function byName(a: NewFile, b: NewFile): number {
  return collator().compare(fullName(a), fullName(b))
}

export function emptyReport(): AddReport {
  return { added: 0, given: 0, skipped: 0, unreadable: { count: 0, named: [] } }
}

/** What tells a file from others, as far as a browser says. */
export function identity(file: Omit<FileOfUpload, 'id'>): string {
  return `${file.size} ${file.lastModified} ${fullName(file)}`
}

function newFile(taken: TakenFile, lost?: FileOfUpload): NewFile {
  const { name, path, file, source } = taken
  const { size, type, lastModified } = file
  const { id = taken.id ?? createId(), partSize } = lost ?? {}
  return { id, name, path, size, type, lastModified, partSize, source }
}
