import { remedyOf } from '../../shared/errors.ts'
import { UPLOAD_STATES, type UploadState, type UploadView } from '../../shared/messages.ts'

/** Sums over the list, kept up with every change instead of counted anew. */
export interface Totals {
  /** All but the cancelled ones. */
  readonly files: number
  /** Bytes of those. */
  readonly size: number
  readonly sent: number
  readonly inFlight: number
  /** Bytes that go on arriving now: of waiting, uploading and finishing uploads that have begun or may. */
  readonly remaining: number
  /** Uploads that can't go on before a person has done something. */
  readonly held: number
  /** Of these those that wait for permission to read their file, and for the file itself. */
  readonly locked: number
  readonly gone: number
  /** Uploads that wait for the time at which they are to start, and for nobody. */
  readonly timed: number
  /** Uploads that the browser sends without any page. */
  readonly handedOver: number
  /** Verified uploads of which not all was compared. */
  readonly unproved: number
  readonly states: Readonly<Record<UploadState, number>>
}

const NO_STATES = Object.fromEntries(UPLOAD_STATES.map((state) => [state, 0])) as Record<
  UploadState,
  number
>

export const NO_TOTALS: Totals = {
  files: 0,
  size: 0,
  sent: 0,
  inFlight: 0,
  remaining: 0,
  held: 0,
  locked: 0,
  gone: 0,
  timed: 0,
  handedOver: 0,
  unproved: 0,
  states: NO_STATES,
}

/** In which nothing more comes of an upload by itself or by its file. */
export const OVER: ReadonlySet<UploadState> = new Set(['verified', 'disproved', 'cancelled'])

const ON_ITS_WAY: ReadonlySet<UploadState> = new Set(['waiting', 'uploading', 'finishing'])

/** The totals with one upload in place of what it was; null: it was or is not in the list. */
export function changeTotals(
  totals: Totals,
  before: UploadView | null,
  after: UploadView | null,
): Totals {
  const without = before ? count(totals, before, -1) : totals
  return after ? count(without, after, 1) : without
}

function count(totals: Totals, view: UploadView, by: 1 | -1): Totals {
  const states = { ...totals.states, [view.state]: totals.states[view.state] + by }
  if (view.state === 'cancelled') return { ...totals, states }
  const isHeld = needsSomebody(view)
  const remaining = goesOn(view) ? Math.max(0, view.size - view.sent) : 0
  return {
    states,
    files: totals.files + by,
    size: totals.size + by * view.size,
    sent: totals.sent + by * view.sent,
    inFlight: totals.inFlight + by * view.inFlight,
    remaining: totals.remaining + by * remaining,
    held: totals.held + (isHeld ? by : 0),
    locked: totals.locked + (waitsFor(view, 'file_permission') ? by : 0),
    gone: totals.gone + (waitsFor(view, 'file_gone') ? by : 0),
    timed: totals.timed + (isTimed(view) && !isHeld ? by : 0),
    handedOver: totals.handedOver + (view.handedOver ? by : 0),
    unproved: totals.unproved + (view.proof === 'size-only' || view.unhashedParts ? by : 0),
  }
}

/** Whether it goes on by itself now, or when it is its turn. */
export function goesOn(view: UploadView): boolean {
  return ON_ITS_WAY.has(view.state) && view.startAt === undefined && !needsSomebody(view)
}

function isTimed({ state, startAt }: UploadView): boolean {
  return state === 'waiting' && startAt !== undefined
}

/**
 * Whether nothing of it goes on before a person has done something. A sign-in is tried again and
 * again, but only a person can make one.
 */
export function needsSomebody({ state, problem, inFlight }: UploadView): boolean {
  if (problem === 'sign_in_required') return UNDER_WAY.has(state) && inFlight === 0
  return state === 'waiting' && problem !== null && remedyOf(problem) === 'hold'
}

/** States between which an upload goes back and forth while its bytes arrive. */
export const UNDER_WAY: ReadonlySet<UploadState> = new Set(['waiting', 'uploading'])

const OF_FILE: ReadonlySet<UploadView['problem']> = new Set(['file_gone', 'file_permission'])

/** Whether the upload would go on, or go on faster, if its file could be read again. */
export function lacksFile({ state, handedOver, problem }: UploadView): boolean {
  return OF_FILE.has(problem) && (state === 'waiting' || handedOver)
}

/** Whether it may go better another time: a file that was changed stays so. */
export function canBeRetried({ state, problem }: UploadView): boolean {
  return state !== 'failed' || problem !== 'file_changed'
}

/** Whether the upload can't go on before a person has given its file, or permission for it. */
export function waitsFor(
  { state, problem }: UploadView,
  what: 'file_permission' | 'file_gone',
): boolean {
  return state === 'waiting' && problem === what
}
