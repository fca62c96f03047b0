import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { UploadState, UploadView } from '../../shared/messages.ts'
import type { Entry, Outcome } from './entry.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import type { HistoryStore } from './store.ts'
import { testReceipt, testView } from './testing.ts'

const NOW = 1_800_000_000_000

let views: UploadView[]
let kept: Map<string, Entry>
let known: Map<string, Outcome>
let lost: Set<string>
let broken: Error | null
let batches: number[]
let written: boolean[]

beforeEach(() => {
  vi.useFakeTimers()
  views = []
  kept = new Map()
  known = new Map()
  lost = new Set()
  broken = null
  batches = []
  written = []
})
afterEach(() => {
  vi.useRealTimers()
})

const viewOf = (number: number, state: UploadState) => testView(number, { state })
const outcomes = () => [...kept.values()].map(({ name, outcome }) => `${name} ${outcome}`)

function recorderOn(store: Pick<HistoryStore, 'known' | 'change'>): Recorder {
  return createRecorder({
    store,
    views: () => views,
    receiptOf: (id) => Promise.resolve(testReceipt(id)),
    detailsOf: () => Promise.resolve([{ name: 'case', label: 'Case', value: 'K-17' }]),
    isLost: (id) => lost.has(id),
    changed: () => undefined,
    written: (isGood) => written.push(isGood),
    now: () => NOW,
  })
}

/** Begins, and tells of these changes. */
async function told(...changes: [UploadView | null, UploadView | null][]): Promise<Recorder> {
  const recorder = recorderOn({
    known: () => Promise.resolve(known),
    change(records, gone) {
      if (broken) return Promise.reject(broken)
      batches.push(records.length)
      for (const { entry } of records) kept.set(entry.id, entry)
      for (const id of gone) kept.delete(id)
      return Promise.resolve()
    },
  })
  await recorder.begin()
  await tell(recorder, ...changes)
  return recorder
}

async function tell(
  recorder: Recorder,
  ...changes: [UploadView | null, UploadView | null][]
): Promise<void> {
  for (const [before, after] of changes) recorder.note(before, after)
  await vi.runAllTimersAsync()
}

test('what is verified is kept with what its receipt says', async () => {
  await told([viewOf(1, 'finishing'), viewOf(1, 'verified')])
  expect([...kept.values()]).toMatchObject([
    {
      outcome: 'verified',
      sent: 6000,
      endedAt: Date.UTC(2026, 0, 1, 0, 0, 3),
      speed: 2000,
      object: { bucket: 'b', key: 'k', checksum: 'c' },
    },
  ])
})

test('what was verified and is not to be relied on is kept as that, with its receipt', async () => {
  const [verified, disproved] = [viewOf(1, 'verified'), viewOf(1, 'disproved')]
  const recorder = await told([viewOf(1, 'finishing'), verified])
  await tell(recorder, [verified, disproved], [disproved, null])
  expect([...kept.values()]).toMatchObject([{ outcome: 'disproved', sent: 6000, object: {} }])
})

test('that it is not to be relied on is found at the start, where no page was told', async () => {
  views = [viewOf(1, 'disproved')]
  known.set(viewOf(1, 'disproved').id, 'verified')
  await told()
  expect(outcomes()).toEqual(['file 1 disproved'])
})

test('what fails is kept with why and what was entered, and goes when it is tried again', async () => {
  const failed: UploadView = { ...viewOf(1, 'failed'), problem: 'key_exists' }
  const recorder = await told([viewOf(1, 'uploading'), failed])
  const details = [{ value: 'K-17' }]
  expect([...kept.values()]).toMatchObject([
    { outcome: 'failed', problem: 'key_exists', sent: 1000, endedAt: NOW, speed: null, details },
  ])
  await tell(recorder, [failed, viewOf(1, 'waiting')])
  expect(outcomes()).toEqual([])
})

test('one that failed and is removed stays one that failed', async () => {
  const [failed, clearing] = [viewOf(1, 'failed'), viewOf(1, 'cancelled')]
  await told([viewOf(1, 'uploading'), failed], [failed, clearing], [clearing, null])
  expect(outcomes()).toEqual(['file 1 failed'])
})

test('what is cancelled is kept, also when it is gone before the page was told', async () => {
  await told(
    [viewOf(1, 'uploading'), viewOf(1, 'cancelled')],
    [viewOf(1, 'cancelled'), null],
    [viewOf(2, 'paused'), null],
  )
  expect(outcomes()).toEqual(['file 1 cancelled', 'file 2 cancelled'])
})

test('what the browser lost, or what comes back, was not cancelled', async () => {
  views = [viewOf(2, 'waiting')]
  lost.add(viewOf(1, 'waiting').id)
  await told([viewOf(1, 'uploading'), null], [viewOf(2, 'uploading'), null])
  expect(outcomes()).toEqual([])
})

test('what ended while no page was open is found at the start, once', async () => {
  views = (['verified', 'failed', 'uploading', 'verified'] as const).map((state, at) =>
    viewOf(at, state),
  )
  known.set(viewOf(3, 'verified').id, 'verified')
  const recorder = await told()
  expect(outcomes()).toEqual(['file 0 verified', 'file 1 failed'])
  kept.clear()
  // Put back into the list after it was removed.
  await tell(recorder, [null, viewOf(0, 'verified')])
  expect(outcomes()).toEqual([])
})

test('one that failed before and is verified since is verified', async () => {
  views = [viewOf(1, 'verified'), viewOf(2, 'cancelled')]
  known.set(viewOf(1, 'failed').id, 'failed')
  known.set(viewOf(2, 'failed').id, 'failed')
  await told()
  expect(outcomes()).toEqual(['file 1 verified'])
})

test('thousands are written a few at a time', async () => {
  views = Array.from({ length: 1000 }, (_, number) => viewOf(number, 'verified'))
  await told()
  expect(kept.size).toBe(1000)
  expect(Math.max(...batches)).toBeLessThanOrEqual(25)
})

test('what could not be written is said, and written with the next one', async () => {
  broken = new Error('full')
  const recorder = await told([viewOf(1, 'uploading'), viewOf(1, 'cancelled')])
  expect(written).toEqual([false])
  broken = null
  await tell(recorder, [viewOf(2, 'uploading'), viewOf(2, 'cancelled')])
  expect(written).toEqual([false, true])
  expect(outcomes().toSorted()).toEqual(['file 1 cancelled', 'file 2 cancelled'])
})

test('it tells of which uploads the end is written, and writes it when it is asked to', async () => {
  const recorder = await told()
  const { id } = viewOf(1, 'verified')
  expect(recorder.isWritten(id)).toBe(true)
  recorder.note(viewOf(1, 'finishing'), viewOf(1, 'verified'))
  expect(recorder.isWritten(id)).toBe(false)
  const settled = recorder.settle()
  expect(recorder.isWritten(id)).toBe(false)
  await settled
  expect(recorder.isWritten(id)).toBe(true)
  expect(outcomes()).toEqual(['file 1 verified'])
})

test('one whose end can not be written waits for it, unless nothing can be kept at all', async () => {
  const { id } = viewOf(1, 'cancelled')
  broken = new Error('full')
  const recorder = await told([viewOf(1, 'uploading'), viewOf(1, 'cancelled')])
  await recorder.settle()
  expect(recorder.isWritten(id)).toBe(false)

  const known = () => Promise.reject(new Error('no storage'))
  const hopeless = recorderOn({ known, change: known })
  expect(hopeless.isWritten(id)).toBe(false)
  await expect(hopeless.begin()).rejects.toThrow('no storage')
  expect(hopeless.isWritten(id)).toBe(true)
})
