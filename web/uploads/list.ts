import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Changed, UploadView } from '../../shared/messages.ts'
import { inOrder } from '../../shared/order.ts'
import { NO_RUN, runOf, type Run } from './run.ts'
import { startOfArrivals, withArrival, type Arrivals } from './speed.ts'
import { startOfHistory, withBytes, type SpeedHistory } from './speed-history.ts'
import { changeTotals, NO_TOTALS, OVER, UNDER_WAY, type Totals } from './totals.ts'

/** One upload: its view is a signal, so that a change renders its row alone. */
export interface Upload {
  readonly id: string
  readonly view: ReadonlySignal<UploadView>
  /** For its speed; changes with the view. */
  arrivals(): Arrivals
  /** Its bytes over the time that this page has seen it; null before any arrived. */
  history(): SpeedHistory | null
}

/** Called with what an upload was and is; null: not in the list. */
export type Listener = (before: UploadView | null, after: UploadView | null) => void

export interface UploadList {
  /** In order; changes only when uploads come, go or move. */
  readonly order: ReadonlySignal<readonly Upload[]>
  readonly totals: ReadonlySignal<Totals>
  readonly run: ReadonlySignal<Run>
  /** Of all uploads together. */
  arrivals(): Arrivals
  change(message: Pick<Changed, 'uploads' | 'removed'>): void
  views(): UploadView[]
  find(id: string): UploadView | undefined
}

interface Entry extends Upload {
  readonly view: Signal<UploadView>
  times: Arrivals
  past: SpeedHistory | null
}

/** @param now ms */
export function createUploadList(now: () => number, changed: Listener = () => undefined) {
  const entries = new Map<string, Entry>()
  const order = signal<readonly Upload[]>([])
  const totals = signal<Totals>(NO_TOTALS)
  const run = signal(NO_RUN)
  /** What was through and is in the list no more: still of the run, until all is through. */
  const takenOut = new Map<string, UploadView>()
  /** Whether any has another place in the order than it had. */
  let isMixed = false
  let arrived = 0
  let allTimes: Arrivals = []

  function put(view: UploadView): boolean {
    const entry = entries.get(view.id)
    const before = entry?.view.peek() ?? null
    totals.value = changeTotals(totals.peek(), before, view)
    takenOut.delete(view.id)
    if (entry) {
      isMixed ||= before !== null && inOrder(before, view) !== 0
      entry.times = timesOf(entry.times, view)
      entry.past = pastOf(entry.past, before, view)
      entry.view.value = view
    } else {
      entries.set(view.id, createEntry(view))
    }
    countAll(before, view)
    changed(before, view)
    return !entry
  }

  function timesOf(times: Arrivals, view: UploadView): Arrivals {
    if (!UNDER_WAY.has(view.state)) return []
    if (times.length > 0) return withArrival(times, now(), view.sent)
    return view.state === 'uploading' ? startOfArrivals(now(), view.sent) : []
  }

  function pastOf(past: SpeedHistory | null, before: UploadView | null, view: UploadView) {
    const bytes = before?.state === 'uploading' ? view.sent - before.sent : 0
    if (bytes > 0) return withBytes(past ?? startOfHistory(now()), now(), bytes)
    return view.state === 'uploading' ? (past ?? startOfHistory(now())) : past
  }

  function countAll(before: UploadView | null, view: UploadView): void {
    const { uploading, waiting } = totals.peek().states
    if (uploading + waiting === 0) allTimes = []
    else if (allTimes.length === 0 && uploading > 0) allTimes = startOfArrivals(now(), arrived)
    if (before?.state !== 'uploading' || view.sent <= before.sent) return
    arrived += view.sent - before.sent
    if (allTimes.length > 0) allTimes = withArrival(allTimes, now(), arrived)
  }

  function createEntry(view: UploadView): Entry {
    const entry: Entry = {
      id: view.id,
      view: signal(view),
      times: timesOf([], view),
      past: pastOf(null, null, view),
      arrivals: () => entry.times,
      history: () => entry.past,
    }
    return entry
  }

  function drop(id: string): boolean {
    const before = entries.get(id)?.view.peek()
    if (!before) return false
    entries.delete(id)
    totals.value = changeTotals(totals.peek(), before, null)
    if (OVER.has(before.state)) takenOut.set(id, before)
    changed(before, null)
    return true
  }

  function apply(uploads: readonly UploadView[], removed: Iterable<string>): void {
    batch(() => {
      const added = new Set(uploads.flatMap((view) => (put(view) ? view.id : [])))
      let dropped = false
      for (const id of removed) dropped = drop(id) || dropped
      if (dropped) order.value = order.peek().filter(({ id }) => entries.has(id))
      if (isMixed) order.value = order.peek().toSorted(byView)
      isMixed = false
      const fresh = [...added].flatMap((id) => entries.get(id) ?? [])
      if (fresh.length > 0) order.value = withNew(order.peek(), fresh)
      const { files, states } = totals.peek()
      if (states.verified + states.disproved === files) takenOut.clear()
      run.value = runOf(list.views().concat([...takenOut.values()]), run.peek())
    })
  }

  const list: UploadList = {
    order,
    totals,
    run,
    arrivals: () => allTimes,
    change: ({ uploads, removed }) => apply(uploads, removed),
    views: () => order.peek().map(({ view }) => view.peek()),
    find: (id) => entries.get(id)?.view.peek(),
  }
  return list
}

/** Most come after all that are there: sorting all anew would take long in a long list. */
function withNew(order: readonly Upload[], fresh: readonly Upload[]): readonly Upload[] {
  const added = fresh.toSorted(byView)
  const last = order.at(-1)
  const first = added[0]
  const all = [...order, ...added]
  return last && first && byView(last, first) > 0 ? all.sort(byView) : all
}

function byView(a: Upload, b: Upload): number {
  return inOrder(a.view.peek(), b.view.peek())
}
