import { remedyOf, type ErrorCode } from '../../shared/errors.ts'
import type { UploadView } from '../../shared/messages.ts'
import { now } from '../state/page.ts'
import { format, later } from '../text/catalogue.ts'

/** What keeps an upload from going on, and what to do or what is being done about it. */
export function Problem({ view }: { view: UploadView }) {
  const { problem, state, offline } = view
  if (state === 'finishing' && problem === null) {
    return <p class="note">{later.row.finishing}</p>
  }
  if (view.handedOver && state === 'paused') {
    return <p class="note">{later.background.pausedHere}</p>
  }
  if (view.handedOver) return <p class="note">{later.background.sending}</p>
  if (state === 'disproved') return <p class="note failure">{later.hashes.anotherNote}</p>
  if (state === 'verified' || state === 'cancelled' || state === 'paused') return null
  if (state !== 'failed' && offline) return <p class="note">{later.row.offline}</p>
  if (problem === null) return null
  const { what } = later.problems[problem]
  return (
    <p class={state === 'failed' ? 'note failure' : 'note'}>
      {what} {adviceFor(view, problem)}
    </p>
  )
}

/** What is done by itself is not promised any more once the upload has failed. */
function adviceFor({ state, retryAt }: UploadView, problem: ErrorCode): string {
  const failed = state === 'failed'
  if (failed && remedyOf(problem) !== 'fail') return later.row.failedNext
  if (!failed && retryAt !== null) return retryText(retryAt)
  return later.problems[problem].next
}

function retryText(retryAt: number): string {
  const seconds = (retryAt - now.value) / 1000
  return seconds > 0 ? later.row.tryingAgain(format.duration(seconds)) : later.row.tryingNow
}
