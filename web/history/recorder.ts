/** Writes down what becomes of uploads, as the list shows it. */
import type { Details } from '../../shared/details.ts'
import type { UploadView } from '../../shared/messages.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { entryOf, hasArrived, outcomeOf, type Entry, type Outcome } from './entry.ts'
import type { HistoryStore, Record } from './store.ts'

/** ms in which ends are gathered before they are written. */
const PAUSE = 500
/** Written in one transaction: so few that asking for their receipts takes no long task. */
const MOST_AT_ONCE = 25

export interface RecorderPorts {
  readonly store: Pick<HistoryStore, 'known' | 'change'>
  /** All uploads that the worker has, those too that were just taken out of the list. */
  readonly views: () => readonly UploadView[]
  readonly receiptOf: (id: string) => Promise<Receipt | null>
  /** What was entered about the file; undefined where nothing was, or nobody knows any more. */
  readonly detailsOf: (id: string) => Promise<Details | undefined>
  /** Whether the browser deleted what it had on record of it, so that nobody ended it. */
  readonly isLost: (id: string) => boolean
  readonly changed: (entries: readonly Entry[], gone: readonly string[]) => void
  /** Called with whether the last ends could be written. */
  readonly written: (isGood: boolean, cause?: unknown) => void
  readonly now: () => number
}

/** What is to be written of an upload: how it ended, or that it goes on again. */
type Change = { readonly view: UploadView; readonly outcome: Outcome } | 'again'

export interface Recorder {
  /** Compares the list with the history: what ended while no page was open. */
  begin(): Promise<void>
  /** Called with what an upload was and is; null: not in the list. Costs next to nothing. */
  note(before: UploadView | null, after: UploadView | null): void
  /** Whether it is written how this one ended, or nothing can be kept. */
  isWritten(id: string): boolean
  /** Writes at once what waits; also resolves where that fails. */
  settle(): Promise<void>
}

export function createRecorder(ports: RecorderPorts): Recorder {
  const { store, views, now } = ports
  const waiting = new Map<string, Change>()
  /** Those of them that are being written. */
  let current: ReadonlySet<string> = new Set()
  /** null until it was read. */
  let known: Map<string, Outcome> | null = null
  /** Whether nothing can be kept. */
  let isHopeless = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> | undefined

  function note(before: UploadView | null, after: UploadView | null): void {
    const change = changeOf(before, after)
    const view = after ?? before
    if (!change || !view) return
    waiting.set(view.id, change)
    writeSoon()
  }

  function changeOf(before: UploadView | null, after: UploadView | null): Change | null {
    const [was, is] = [before && outcomeOf(before), after && outcomeOf(after)]
    // Cancelled and removed before the page was told of the first.
    if (!after) return before && !was ? { view: before, outcome: 'cancelled' } : null
    if (!before) return changeSince(after, is)
    if (is) return was && is !== 'disproved' ? null : { view: after, outcome: is }
    return was ? 'again' : null
  }

  /** Of one that the list did not have: it ended elsewhere, or is put back. */
  function changeSince(view: UploadView, outcome: Outcome | null): Change | null {
    const last = known?.get(view.id)
    if (!known || last === (outcome ?? undefined)) return null
    if (!outcome) return 'again'
    // One that failed and is removed is cleared away at the storage first, as cancelled ones are.
    return last && outcome === 'cancelled' ? null : { view, outcome }
  }

  function writeSoon(): void {
    timer ??= setTimeout(() => void settle(), PAUSE)
  }

  function settle(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing ??= writeAll().finally(() => (writing = undefined))
    return writing
  }

  async function writeAll(): Promise<void> {
    try {
      while (waiting.size > 0) await writeSome()
      ports.written(true)
    } catch (error) {
      // They are written with the next ones, or found in the list at the next start.
      ports.written(false, error)
    }
  }

  async function writeSome(): Promise<void> {
    const some = [...waiting].slice(0, MOST_AT_ONCE)
    for (const [id] of some) waiting.delete(id)
    current = new Set(some.map(([id]) => id))
    try {
      await write(some)
    } catch (error) {
      for (const [id, change] of some) if (!waiting.has(id)) waiting.set(id, change)
      throw error
    } finally {
      current = new Set()
    }
  }

  async function write(some: readonly (readonly [string, Change])[]): Promise<void> {
    const there = some.filter(([id, change]) => !isBack(id, change))
    const gone = there.flatMap(([id, change]) => (change === 'again' ? id : []))
    const records = await Promise.all(
      there.flatMap(([, change]) => (change === 'again' ? [] : recordOf(change))),
    )
    if (records.length + gone.length === 0) return
    await store.change(records, gone)
    for (const { entry } of records) known?.set(entry.id, entry.outcome)
    for (const id of gone) known?.delete(id)
    ports.changed(
      records.map(({ entry }) => entry),
      gone,
    )
  }

  /** One that went from the list and came again, or was lost: nobody cancelled it. */
  function isBack(id: string, change: Change): boolean {
    if (change === 'again' || change.outcome !== 'cancelled' || outcomeOf(change.view)) return false
    return ports.isLost(id) || views().some((view) => view.id === id)
  }

  async function recordOf({ view, outcome }: Exclude<Change, 'again'>): Promise<Record> {
    const { id } = view
    const receipt = hasArrived(outcome) ? await ports.receiptOf(id) : null
    const details = outcome === 'failed' ? await ports.detailsOf(id) : undefined
    return { entry: entryOf(view, outcome, receipt, details, now()), receipt }
  }

  return {
    async begin() {
      try {
        known = await store.known()
      } catch (error) {
        isHopeless = true
        throw error
      }
      for (const view of views()) {
        const change = waiting.has(view.id) ? null : changeSince(view, outcomeOf(view))
        if (change) waiting.set(view.id, change)
      }
      if (waiting.size > 0) writeSoon()
    },
    note,
    isWritten: (id) => isHopeless || (known !== null && !waiting.has(id) && !current.has(id)),
    settle,
  }
}
