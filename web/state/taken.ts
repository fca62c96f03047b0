import type { NewFile, UploadView } from '../../shared/messages.ts'
import { withContentTypes, type KindOf } from '../files/content-types.ts'
import { addTaken, emptyReport, type AddPorts, type AddReport } from '../files/add.ts'
import { walk, type Node, type Taken } from '../files/walk.ts'
import { later, text } from '../text/catalogue.ts'
import { askToAddAgain } from '../views/known-files.tsx'
import { addFiles, isStorageFull } from '../worker-door.ts'
import { lacksFile } from '../uploads/totals.ts'
import { added, addedSoFar, startOfAdded } from './adding.ts'
import type { Details } from '../../shared/details.ts'
import { schemaNow } from './form-now.ts'
import { giveAgain } from './again.ts'
import { hashAdded } from './hashes.ts'
import { lostUploads } from './losses.ts'
import { route } from './location.ts'
import { adviceFor, dismiss, notify } from './notices.ts'
import { keepStorage } from './keep-going.ts'
import { orNull } from '../proof/patience.ts'
import { createTurns } from './turns.ts'
import { kept, list, reconciler } from './uploads.ts'

/** What is to be added, with what was entered about it. */
export interface Asked {
  readonly taken: AsyncIterable<Taken>
  readonly details: Details | null
  /** Has it entered for what the list has already, and is to be added once more; null where it is not, after all. */
  readonly askToAddAgain?: () => Promise<Details | null>
}

/**
 * One batch after the other: a later one may have the same files. A folder on a drive that hangs may
 * never be read to its end.
 */
const inTurn = createTurns(orNull)
/** The list has what was added a moment after the worker. */
let addedLast: string | undefined

/** Whoever goes on to another view has read it. */
route.subscribe(() => dismiss('skipped'))

/** Adds what was chosen, after what the operator wants to be told of it was entered. */
export async function addAll(nodes: Iterable<Node> | AsyncIterable<Node>): Promise<void> {
  const taken = walk(nodes)
  const schema = await schemaNow()
  if (schema === null) return inTurn(() => addAsked({ taken, details: null }))
  const { askForDetails } = await import('./asking.ts')
  const asked = await askForDetails(schema, taken)
  if (asked) await inTurn(() => addAsked(asked))
}

async function addAsked({ taken, ...asked }: Asked): Promise<void> {
  const report = emptyReport()
  let { details } = asked
  let first: string | undefined
  const before = addedSoFar.peek()
  const startAt = startOfAdded.peek()
  const about = () => ({
    ...(details && { details }),
    ...(startAt !== null && startAt > Date.now() && { startAt }),
  })
  const isToAddAgain: AddPorts['isToAddAgain'] = async (uploads, haveOthers) => {
    if (!(await askToAddAgain(uploads, haveOthers))) return false
    if (!asked.askToAddAgain) return true
    details = await asked.askToAddAgain()
    return details !== null
  }
  try {
    await addTaken(
      taken,
      {
        async add(files) {
          await addAndKeep(files.map((file) => ({ ...file, ...about() })))
          first ??= files[0]?.id
        },
        gone: () => list.views().filter(lacksFile),
        lost: lostUploads,
        known,
        isToAddAgain,
        giveAgain,
        progress: (added) => {
          addedSoFar.value = before + added
        },
      },
      report,
    )
    tellResult(report)
  } catch (error) {
    console.warn('adding stopped', error)
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
    const advice =
      isFull || isStorageFull(error)
        ? later.added.full
        : `${adviceFor(error)} ${later.added.stopped}`
    notify({ subject: 'adding', tone: 'problem', text: text.banner.failed(advice) })
  } finally {
    if (first !== undefined) noteAdded(report.added, first)
  }
}

/** Together with what nobody has seen yet, as far as it is still there. */
function noteAdded(count: number, first: string): void {
  const last = added.peek()
  const before = last && list.find(last.first) ? last : null
  added.value = { count: count + (before?.count ?? 0), first: before?.first ?? first }
}

/** All uploads that are not cancelled, those that were added just now among them. */
async function known(): Promise<UploadView[]> {
  if (addedLast !== undefined && !list.find(addedLast)) await reconciler.reconcile()
  addedLast = undefined
  return list.views().filter(({ state }) => state !== 'cancelled')
}

/** With its library, which is large, once it is needed. */
const kindOf: KindOf = async (file) => (await import('../content/kind.ts')).kindOf(file)

/** Adds what the page still has of uploads whose records the browser has deleted. */
export async function addLost(files: NewFile[]): Promise<void> {
  await addAndKeep(files)
  notify({ subject: 'lost, goes on', tone: 'info', text: later.lost.goesOn(files.length) })
  // The list may have let go of them meanwhile.
  for (const file of files) kept.keep(file)
}

async function addAndKeep(files: NewFile[]): Promise<void> {
  const withoutHandle = files.filter(({ source }) => source instanceof File)
  for (const file of withoutHandle) kept.keep(file)
  try {
    await addFiles(await withContentTypes(files, kindOf))
  } catch (error) {
    for (const { id } of withoutHandle) kept.forget(id)
    throw error
  }
  addedLast = files.at(-1)?.id
  hashAdded(files)
  keepStorage().catch((error: unknown) => console.warn('storage may be evicted', error))
}

function tellResult({ added, given, skipped, unreadable }: AddReport): void {
  if (skipped > 0) notify({ subject: 'skipped', tone: 'info', text: later.known.skipped(skipped) })
  if (given > 0) notify({ subject: 'given', tone: 'info', text: later.added.given(given) })
  if (unreadable.count > 0) {
    const names = unreadable.named.map(({ name, reason }) => {
      if (reason === 'too_large') return later.added.tooLarge(name)
      return reason === 'too_long' ? later.added.tooLong(name) : name
    })
    const more = unreadable.count - names.length
    notify({
      subject: 'unreadable',
      tone: 'problem',
      text: later.added.unreadable(unreadable.count),
      items: more > 0 ? [...names, text.add.more(more)] : names,
    })
  } else if (added + given + skipped === 0) {
    return notify({ subject: 'nothing', tone: 'info', text: later.added.nothing })
  }
  dismiss('nothing')
}
