/** The history as the page has it: written from the page's start on, read when it is looked at. */
import { batch, signal } from '@preact/signals'
import * as v from 'valibot'
import { lostUploads } from '../state/losses.ts'
import { removeAfter } from '../state/removal.ts'
import { follow, hidden, list } from '../state/uploads.ts'
import { detailOf, receiptOf } from '../worker-door.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { entrySchema, outcomeOf, type Entry } from './entry.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { prepare } from './search.ts'
import { clearedInAll, openHistory, type Cleared, type HistoryStore } from './store.ts'

/** By which the app's pages tell each other what has changed. */
const CHANNEL = 'longhaul-history'

/** Why the history can't be had: a newer version wrote it, or the browser keeps nothing. */
export type Failure = 'newer' | 'storage'

export type History =
  | { readonly status: 'reading' }
  | { readonly status: 'failed'; readonly why: Failure }
  | {
      readonly status: 'ready'
      /** The latest first. */
      readonly entries: readonly Entry[]
      /** How many there are besides, of another version. */
      readonly others: number
    }

/** Read while a view shows it. */
export const history = signal<History>({ status: 'reading' })
/** Whether what has ended lately could not be written down. */
export const isIncomplete = signal(false)
/** What was cleared in this page and can be put back, as long as it is open. */
export const cleared = signal<Cleared | null>(null)

const changeSchema = v.variant('type', [
  v.object({
    type: v.literal('changed'),
    entries: v.array(entrySchema),
    gone: v.array(v.string()),
  }),
  /** All of it is to be read anew. */
  v.object({ type: v.literal('anew') }),
])
type Change = v.InferOutput<typeof changeSchema>

let recorder: Recorder | null = null
let opened: Promise<HistoryStore> | null = null
const channel = new BroadcastChannel(CHANNEL)
/** How many views show it. */
let shown = 0

function store(): Promise<HistoryStore> {
  // The next one tries again.
  const forget = (): void => void (opened = null)
  opened ??= openHistory(undefined, forget).catch((error: unknown) => {
    forget()
    throw error
  })
  return opened
}

/** Writes down how uploads end, from now on. Once, after the list has been read. */
export async function record(): Promise<void> {
  recorder = createRecorder({
    store: {
      known: async () => (await store()).known(),
      change: async (records, gone) => (await store()).change(records, gone),
    },
    views: () => [...list.views(), ...hidden.values()],
    receiptOf,
    detailsOf: async (id) => (await detailOf(id))?.details,
    isLost: (id) => lostUploads().some((lost) => lost.id === id),
    changed: (entries, gone) => tell({ type: 'changed', entries: [...entries], gone: [...gone] }),
    written(isGood, cause) {
      isIncomplete.value = !isGood
      if (!isGood) console.warn('what has ended was not written into the history', cause)
    },
    now: Date.now,
  })
  follow(recorder.note)
  removeAfter(recorder)
  await recorder.begin()
}

/** Has the history have the hashes that the upload's receipt got after it had ended. */
export async function keepHashes(id: string): Promise<void> {
  // A receipt that was asked for before would be written later.
  await recorder?.settle()
  const receipt = await receiptOf(id)
  const entry = receipt?.hashes ? await (await store()).renew(receipt) : null
  if (entry) tell({ type: 'changed', entries: [entry], gone: [] })
}

/** Reads the history for a view, and keeps to it; gives what ends that. */
export function showHistory(): () => void {
  shown += 1
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const change = v.safeParse(changeSchema, data)
    take(change.success ? change.output : { type: 'anew' })
  }
  void read()
  return () => {
    shown -= 1
    if (shown === 0) channel.onmessage = null
  }
}

async function read(): Promise<void> {
  const all: Entry[] = []
  let others = 0
  try {
    await (
      await store()
    ).read((some, ofOthers) => {
      prepare(some)
      all.push(...some)
      others += ofOthers
    })
    history.value = { status: 'ready', entries: all.sort(inOrder), others }
  } catch (error) {
    console.warn('the history can not be read', error)
    history.value = { status: 'failed', why: whyOf(error) }
  }
}

function whyOf(error: unknown): Failure {
  return error instanceof DOMException && error.name === 'VersionError' ? 'newer' : 'storage'
}

function tell(change: Change): void {
  channel.postMessage(change)
  take(change)
}

function take(change: Change): void {
  const before = history.peek()
  if (shown === 0) return
  if (change.type === 'anew' || before.status !== 'ready') return void read()
  const other = new Set([...change.gone, ...change.entries.map(({ id }) => id)])
  const kept = before.entries.filter(({ id }) => !other.has(id))
  history.value = { ...before, entries: [...change.entries, ...kept].sort(inOrder) }
}

function inOrder(a: Entry, b: Entry): number {
  return b.endedAt - a.endedAt || (a.id < b.id ? 1 : -1)
}

export interface KeptReceipt {
  readonly receipt: Receipt
  /** Whether the file had turned out to be another one than was sent. */
  readonly wasDisproved: boolean
}

/** The receipt that was kept of an upload; null where there is none. */
export async function keptReceiptOf(id: string): Promise<KeptReceipt | null> {
  const { receiptOf: keptIn, outcomeOf: endOf } = await store()
  const [receipt, outcome] = await Promise.all([keptIn(id), endOf(id)])
  return receipt && { receipt, wasDisproved: outcome === 'disproved' }
}

/** Takes all out, and keeps it in this page to be put back. */
export async function clearHistory(): Promise<void> {
  const ended = list.views().flatMap((view) => {
    const outcome = outcomeOf(view)
    return outcome ? [[view.id, outcome] as const] : []
  })
  const all = await (await store()).clear(ended)
  batch(() => {
    const earlier = cleared.peek()
    cleared.value = earlier ? clearedInAll(earlier, all) : all
    history.value = { status: 'ready', entries: [], others: 0 }
  })
  tell({ type: 'anew' })
}

/** Puts back all that was cleared in this page. */
export async function restoreHistory(): Promise<void> {
  const last = cleared.peek()
  if (!last) return
  await (await store()).restore(last)
  cleared.value = null
  tell({ type: 'anew' })
}
