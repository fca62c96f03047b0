/**
 * The browser may delete what the worker has on record, to make room or because a person wanted it.
 * The page remembers which uploads there were, in a storage that not every browser clears along,
 * so that it can say so, and so that a file that is added again goes on where it was.
 */
import type { AllUploads, NewFile, UploadView } from '../../shared/messages.ts'
import type { KeptFiles } from '../files/kept.ts'
import { later, text } from '../text/catalogue.ts'
import {
  isUnfinished,
  ledgerOf,
  lostSince,
  readLedger,
  writeLedger,
  type Remembered,
} from '../uploads/ledger.ts'
import { fullName } from '../uploads/order.ts'
import { attempt, dismiss, notify } from './notices.ts'
import { stored } from '../system/stored.ts'

/** ms in which changes are gathered before they are remembered. */
const PAUSE = 1000
/** Names that are shown at once. */
const MOST_NAMED = 20

const lost = new Map<string, Remembered>()
/** Of these, those that the page is adding again by itself. */
const goingOn = new Set<string>()
let database: string | null = null
let timer: ReturnType<typeof setTimeout> | null = null

/** The uploads that go on when their file is added again. */
export function lostUploads(): Remembered[] {
  return [...lost.values()].filter(({ id }) => !goingOn.has(id))
}

/**
 * Finds out what was deleted. To be called before the list is made equal to what the worker has:
 * afterwards nobody knows what there was.
 */
export function findLosses(all: AllUploads, views: readonly UploadView[], kept: KeptFiles): void {
  const before = database === null ? stored(readLedger) : ledgerOf(database, views)
  database = all.database ?? null
  const paused = new Set(views.flatMap(({ id, state }) => (state === 'paused' ? id : [])))
  const again: NewFile[] = []
  for (const upload of lostSince(before, all)) {
    const { source, details } = kept.get(upload.id) ?? {}
    lost.set(upload.id, upload)
    if (source instanceof File && !paused.has(upload.id)) {
      again.push({ ...upload, type: source.type, source, details })
      goingOn.add(upload.id)
    }
  }
  // The files that this page has itself go on without being asked for.
  if (again.length > 0) attempt('lost, add again', () => addAgain(again))
  tell()
}

/** What can't be added again, on a disk that is full, is lost like all else. */
async function addAgain(files: NewFile[]): Promise<void> {
  try {
    await (await import('./taken.ts')).addLost(files)
  } catch (error) {
    for (const { id } of files) goingOn.delete(id)
    tell()
    throw error
  }
}

/** Remembers what there is now, and forgets a loss that was made good. */
export function noteChange(
  before: UploadView | null,
  after: UploadView | null,
  views: () => readonly UploadView[],
): void {
  if (after && lost.delete(after.id)) {
    goingOn.delete(after.id)
    tell()
  }
  if (isUnfinished(before) === isUnfinished(after) && before?.partSize === after?.partSize) return
  timer ??= setTimeout(() => {
    timer = null
    if (database === null) return
    const ledger = ledgerOf(database, views(), [...lost.values()])
    stored((storage) => writeLedger(storage, ledger))
  }, PAUSE)
}

function tell(): void {
  const those = lostUploads()
  if (those.length === 0) return dismiss('lost')
  const names = those.slice(0, MOST_NAMED).map(fullName)
  const more = those.length - names.length
  notify({
    subject: 'lost',
    tone: 'problem',
    text: later.lost.addAgain(those.length),
    items: more > 0 ? [...names, text.add.more(more)] : names,
  })
}
