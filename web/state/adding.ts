import { signal } from '@preact/signals'
import type { NewFile } from '../../shared/messages.ts'
import { addTaken, emptyReport, type AddReport } from '../files/add.ts'
import type { Taken } from '../files/walk.ts'
import { text } from '../text/catalogue.ts'
import { addFiles, isStorageFull } from '../worker-door.ts'
import { lacksFile } from '../uploads/totals.ts'
import { announceAdded } from './announce.ts'
import { giveAgain } from './again.ts'
import { lostUploads } from './losses.ts'
import { adviceFor, notify } from './notices.ts'
import { keepStorage } from './keep-going.ts'
import { kept, list } from './uploads.ts'

/** How many batches of files are being added now. */
export const adding = signal(0)
/** How many files the worker has of them. */
export const addedSoFar = signal(0)

/** Adds what was chosen and tells the person how it went. */
export async function add(taken: AsyncIterable<Taken>): Promise<void> {
  const report = emptyReport()
  if (adding.peek() === 0) addedSoFar.value = 0
  const before = addedSoFar.peek()
  adding.value += 1
  try {
    await addTaken(
      taken,
      {
        add: addAndKeep,
        gone: () => list.views().filter(lacksFile),
        lost: lostUploads,
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
    const advice = isStorageFull(error) ? text.add.full : `${adviceFor(error)} ${text.add.stopped}`
    notify({ subject: 'add', tone: 'problem', text: text.banner.failed(advice) })
  } finally {
    adding.value -= 1
    if (report.added > 0) announceAdded(report.added)
  }
}

async function addAndKeep(files: NewFile[]): Promise<void> {
  const withoutHandle = files.filter(({ source }) => source instanceof File)
  for (const { id, source } of withoutHandle) kept.keep(id, source)
  try {
    await addFiles(files)
  } catch (error) {
    for (const { id } of withoutHandle) kept.forget(id)
    throw error
  }
  keepStorage().catch((error: unknown) => console.warn('storage may be evicted', error))
}

function tellResult({ added, given, unreadable }: AddReport): void {
  if (given > 0) notify({ subject: 'given', tone: 'info', text: text.add.given(given) })
  if (unreadable.count > 0) {
    const names = unreadable.named.map(({ name, reason }) =>
      reason === 'too_large' ? text.add.tooLarge(name) : name,
    )
    const more = unreadable.count - names.length
    notify({
      subject: 'unreadable',
      tone: 'problem',
      text: text.add.unreadable(unreadable.count),
      items: more > 0 ? [...names, text.add.more(more)] : names,
    })
  } else if (added === 0 && given === 0) {
    notify({ subject: 'nothing', tone: 'info', text: text.add.nothing })
  }
}

/** What is said while files are being added. */
export function addingText(): string {
  return text.add.adding(addedSoFar.value)
}
