import type { UploadView } from '../../shared/messages.ts'
import { removeUploads } from '../state/removal.ts'
import { act, idsOf, list } from '../state/uploads.ts'
import { canBeRetried } from '../uploads/totals.ts'
import { later } from '../text/catalogue.ts'
import { cancelUploads } from './cancel.tsx'

export const canBeCancelled = ({ state }: UploadView) =>
  state === 'waiting' || state === 'uploading' || state === 'paused' || state === 'finishing'
export const isFinished = ({ state }: UploadView) => state === 'verified' || state === 'cancelled'

/** The buttons that act on all uploads; each is there while there is something for it to do. */
export function BulkActions() {
  const { states } = list.totals.value
  const pausable = states.waiting + states.uploading
  const running = pausable + states.paused + states.finishing
  const { filter } = later
  const buttons: [string, number, () => void][] = [
    [filter.pauseAll, pausable, () => act('pause', 'all')],
    [filter.resumeAll, states.paused, () => act('resume', 'all')],
    [filter.retryFailed, states.failed && idsOf(isRetriable).length, retryFailed],
    [filter.removeFinished, states.verified + states.cancelled, removeFinished],
    [filter.cancelAll, running, () => cancelUploads(idsOf(canBeCancelled))],
  ]
  return (
    <div class="actions bulk" role="group" aria-label={filter.allActions}>
      {buttons
        .filter(([, count]) => count > 0)
        .map(([label, , act]) => (
          <button key={label} type="button" class="button quiet" onClick={() => doAndStay(act)}>
            {label}
          </button>
        ))}
    </div>
  )
}

/** The button may go away by what it does: the keyboard's place is kept at the list. */
function doAndStay(act: () => void): void {
  document.getElementById('uploads-heading')?.focus({ preventScroll: true })
  act()
}

export function isRetriable(view: UploadView): boolean {
  return view.state === 'failed' && canBeRetried(view)
}

function retryFailed(): void {
  act('retry', idsOf(isRetriable))
}

function removeFinished(): void {
  removeUploads(idsOf(isFinished))
}
