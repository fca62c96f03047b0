/** The hashes of whole files, as they are computed by this page or another one. */
import { signal } from '@preact/signals'
import * as v from 'valibot'
import { differingHash } from '../../shared/acquisition.ts'
import type { Details } from '../../shared/details.ts'
import type { HashKind, Hashes } from '../../shared/hashes.ts'
import type { NewFile, UploadView } from '../../shared/messages.ts'
import { hashConfigSchema } from '../../shared/hash-config.ts'
import { keepHashes } from '../history/state.ts'
import { isOfParts } from '../files/of-parts.ts'
import { askToRead } from '../files/platform.ts'
import { readInWorker } from '../proof/ask-worker.ts'
import { givesWay } from '../proof/give-way.ts'
import { createRunner } from '../proof/hashing.ts'
import { createJobStore, isOpen, isUntold, type Job } from '../proof/jobs.ts'
import { createRepeater } from '../proof/repeater.ts'
import { shownOf, type Hashing } from '../proof/shown.ts'
import { control, detailOf, fileOf, receiptOf, tellHashes } from '../worker-door.ts'
import { later } from '../text/catalogue.ts'
import { differing } from './differing.ts'
import { schemaNow } from './form-now.ts'
import { attempt, dismiss, notify } from './notices.ts'
import { openHashes } from './open-hashes.ts'
import { kept, list } from './uploads.ts'

/** ms between two looks whether something can be done. */
const INTERVAL = 3000
/** ms between two looks whether hashing has to give way. */
const HOLD_INTERVAL = 250
/** ms in which the server has to tell what files are hashed by: no other tab hashes meanwhile. */
const LONGEST_ANSWER = 60_000
/** In which the page has still to read. */
const OPEN: ReadonlySet<Hashing['state']> = new Set(['waiting', 'reading', 'held'])

/** ms in which changes are gathered: of thousands of files each has some. */
const BETWEEN_LOOKS = 100

/** By upload; none of one whose receipt has all, or of which none was wanted. */
export const hashings = signal<ReadonlyMap<string, Hashing>>(new Map())
/** The same, before views have it. */
const known = new Map<string, Hashing>()
let publishing: ReturnType<typeof setTimeout> | null = null

const jobs = createJobStore()
/** Files without a handle, which only this page has. */
const files = new Map<string, File>()
const channel = new BroadcastChannel('longhaul-hashes')
const goOnSoon = createRepeater(goOn, INTERVAL)
let usual: readonly HashKind[] | null = null

const runner = createRunner({
  jobs,
  upload: list.find,
  hasUpload: async (id) => (await detailOf(id)) !== null,
  fileOf: fileFor,
  usualKinds,
  read: readInWorker,
  followHold,
  tell: tellHashes,
  receiptOf,
  disprove: (id) => control('disprove', [id]),
  show(id, hashing) {
    if (isSame(known.get(id), hashing)) return
    note(id, hashing)
    if (!hashing) {
      keepHashes(id).catch((error: unknown) => console.warn('the history has no hashes', error))
    }
    if (hashing?.state === 'another') {
      const text = later.hashes.anotherOf(list.find(id)?.name ?? '')
      notify({ subject: subjectOf(id), tone: 'problem', text })
    }
    if (hashing?.isAgain && hashing.state === 'file') askFor(id)
    else if (hashing?.state !== 'waiting') askNoMoreFor(id)
    channel.postMessage({ id, hashing })
  },
  now: Date.now,
})

/** Uploads whose files were asked for, as it is in doubt whether they are what was sent. */
const askedFor = new Set<string>()

function askFor(id: string): void {
  if (askedFor.has(id)) return
  askedFor.add(id)
  const text = later.hashes.doubtOf(list.find(id)?.name ?? '')
  notify({ subject: subjectOf(id), tone: 'problem', text })
}

/** What was asked for is being read, or needs not be any more. */
function askNoMoreFor(id: string): void {
  if (askedFor.delete(id)) dismiss(subjectOf(id))
}

const subjectOf = (id: string): string => `hashes ${id}`

/** What can't be read now is shown as waiting again and again. */
function isSame(before: Hashing | undefined, hashing: Hashing | null): boolean {
  return hashing !== null && JSON.stringify(before) === JSON.stringify(hashing)
}

function note(id: string, hashing: Hashing | null): void {
  if (hashing) known.set(id, hashing)
  else {
    known.delete(id)
    files.delete(id)
  }
  publishing ??= setTimeout(publish, BETWEEN_LOOKS)
  if (hashing?.hashes) compareEntered(id, hashing.hashes)
}

function publish(): void {
  publishing = null
  hashings.value = new Map(known)
  openHashes.value = [...known.values()].filter(({ state }) => OPEN.has(state)).length
}

function compareEntered(id: string, hashes: Hashes | null): void {
  detailOf(id).then(
    (detail) => compare(id, detail?.details, hashes),
    (error: unknown) => console.warn('what was entered is not known', error),
  )
}

function compare(id: string, details: Details = [], hashes?: Hashes | null): void {
  const found = new Set(differing.peek())
  const differs = differingHash(details, hashes ?? undefined) !== undefined
  if (differs === found.has(id)) return
  if (differs) found.add(id)
  else found.delete(id)
  differing.value = found
}

/** Compares what was entered with receipts, where people are asked for anything. */
async function compareReceipts(): Promise<void> {
  if ((await schemaNow()) === null) return
  for (const { id, state } of list.views()) {
    if (state !== 'verified' || known.has(id)) continue
    const receipt = await receiptOf(id)
    compare(id, receipt?.details, receipt?.hashes)
  }
}

/** Tells whether hashing has to give way to what is sent, now and whenever that changes. */
function followHold(tell: (held: boolean) => void): () => void {
  let told: boolean | null = null
  const look = () => {
    const held = givesWay(list.arrivals(), Date.now(), navigator.hardwareConcurrency)
    if (held !== told) tell((told = held))
  }
  look()
  const timer = setInterval(look, HOLD_INTERVAL)
  return () => clearInterval(timer)
}

/** Once, when the list of uploads is there. */
export async function begin(): Promise<void> {
  channel.addEventListener(
    'message',
    ({ data }: MessageEvent<{ id: string; hashing: Hashing | null }>) => {
      note(data.id, data.hashing)
      // What was entered may have been corrected there.
      if (differing.peek().has(data.id)) compareEntered(data.id, data.hashing?.hashes ?? null)
      goOnSoon()
    },
  )
  for (const job of await runner.begin()) note(job.id, shownOf(job))
  goOnSoon()
  await compareReceipts()
}

/**
 * Has those of the files hashed that the operator or the form wants hashed. One request more for each
 * of a thousand small files is not worth it, unless somebody asks for it.
 */
export function hashAdded(added: readonly NewFile[]): void {
  attempt('hashes', () => add(added.map((file) => jobFor(file, isOfParts(file)))))
}

/** Has an upload's file hashed though nothing asks for it. To be called in a click. */
export function hashNow(id: string): void {
  attempt('hashes', async () => {
    const job = (await jobs.all()).find((one) => one.id === id)
    if (job?.handle instanceof FileSystemFileHandle) await askToRead(job.handle)
    if (job) return goOnSoon(0)
    const view = list.find(id)
    if (!view) return
    const details = (await detailOf(id))?.details
    const source = kept.get(id)?.source ?? null
    const made = jobFor({ ...view, type: '', source, details }, true)
    await add([{ ...made, kinds: [...new Set<HashKind>([...made.kinds, 'sha256'])] }])
  })
}

/** Has an upload's file hashed and compared by what was entered when it was corrected. */
export function hashCorrected(id: string, details: Details): void {
  attempt('hashes', async () => {
    const view = list.find(id)
    if (!view) return
    const before = (await jobs.all()).find((job) => job.id === id)
    const source = kept.get(id)?.source ?? null
    const made = jobFor({ ...view, type: '', source, details }, isOfParts(view))
    const kinds = [...new Set([...(before?.kinds ?? []), ...made.kinds])]
    const isMore = kinds.length > (before?.kinds.length ?? 0)
    compare(id, details, isMore ? undefined : known.get(id)?.hashes)
    if (isMore) await add([{ ...made, kinds, handle: before?.handle ?? made.handle }])
    else channel.postMessage({ id, hashing: known.get(id) ?? null })
  })
}

/** Gives the hashing of an upload its file again. To be called in a click. */
export function hashFrom({ id, size, lastModified }: UploadView, file: File): void {
  if (file.size !== size || file.lastModified !== lastModified) {
    return notify({ subject: 'hashes', tone: 'problem', text: later.hashes.otherFile })
  }
  dismiss('hashes')
  askNoMoreFor(id)
  files.set(id, file)
  goOnSoon(0)
}

async function add(made: readonly Job[]): Promise<void> {
  let wanted = made.filter(({ kinds, addsUsual }) => kinds.length > 0 || addsUsual)
  if (wanted.length === 0) return
  // Of some another hash may be wanted by now, or still from before.
  while (!(await jobs.put(wanted))) {
    const stored = new Map((await jobs.all()).map(({ id, kinds }) => [id, kinds]))
    wanted = wanted.map((job) => ({
      ...job,
      kinds: [...new Set([...job.kinds, ...(stored.get(job.id) ?? [])])],
    }))
  }
  for (const job of wanted) {
    note(job.id, shownOf(job))
    channel.postMessage({ id: job.id, hashing: shownOf(job) })
  }
  goOnSoon(0)
}

function jobFor(file: NewFile, addsUsual: boolean): Job {
  const { id, size, lastModified, source, details = [] } = file
  if (source instanceof File) files.set(id, source)
  const kinds = [...new Set(details.flatMap(({ hash }) => hash ?? []))]
  const handle = source instanceof FileSystemFileHandle ? source : null
  return {
    id,
    size,
    lastModified,
    kinds,
    addsUsual,
    handle,
    checkpoint: null,
    hashes: null,
    problem: null,
  }
}

async function fileFor({ id, handle }: Job): Promise<File | null> {
  const held = files.get(id)
  if (held) return held
  if (handle instanceof FileSystemFileHandle) {
    try {
      return await handle.getFile()
    } catch (error) {
      console.warn('a file can not be read for its hashes', error)
    }
  }
  return fileOf(id)
}

async function usualKinds(): Promise<readonly HashKind[] | null> {
  if (usual) return usual
  try {
    const response = await fetch('/api/config', {
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(LONGEST_ANSWER),
    })
    const config = v.safeParse(hashConfigSchema, response.ok ? await response.json() : null)
    if (config.success) usual = config.output.wholeFileHashes
  } catch (error) {
    console.warn('the server does not say what files are hashed by', error)
  }
  return usual
}

/** In one tab at a time. What is known is told while another file is read. */
async function goOn(again: () => void): Promise<void> {
  const all = (await jobs.all()).filter(
    (job) => job.problem === null || isUntold(job, list.find(job.id)),
  )
  if (all.length === 0) return
  again()
  const { locks } = navigator
  const ifFree = { ifAvailable: true }
  const runs = [
    locks.request('longhaul-tell-hashes', ifFree, (lock) => lock && runner.tellAll()),
    ...(all.some(isOpen)
      ? [locks.request('longhaul-hash', ifFree, (lock) => lock && runner.readAll())]
      : []),
  ]
  await Promise.all(runs)
}
