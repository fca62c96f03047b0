import type { UploadView } from '../../shared/messages.ts'
import { now } from '../state/page.ts'
import { format, text } from '../text/en.ts'

/** What keeps an upload from going on, and what to do or what is being done about it. */
export function Problem({ view }: { view: UploadView }) {
  const { problem, state, offline } = view
  if (state === 'finishing' && problem === null) {
    return <p class="note">{text.row.finishing}</p>
  }
  if (state === 'verified' || state === 'cancelled' || state === 'paused') return null
  if (state !== 'failed' && offline) return <p class="note">{text.row.offline}</p>
  if (problem === null) return null
  const { what, next } = text.problems[problem]
  const advice = view.retryAt !== null && state !== 'failed' ? retryText(view.retryAt) : next
  return (
    <p class={state === 'failed' ? 'note failure' : 'note'}>
      {what} {advice}
    </p>
  )
}

function retryText(retryAt: number): string {
  const seconds = (retryAt - now.value) / 1000
  return seconds > 0 ? text.row.tryingAgain(format.duration(seconds)) : text.row.tryingNow
}
