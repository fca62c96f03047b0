import { signal } from '@preact/signals'
import type { UploadView } from '../../shared/messages.ts'
import { later } from '../text/catalogue.ts'

/** ms in which events are gathered into one announcement. */
const PAUSE = 1500
/** ms */
const GAP = 100

/** What screen readers are told next. */
export const announcement = signal('')

interface Gathered {
  added: number
  verified: string[]
  failed: string[]
}

let gathered: Gathered = { added: 0, verified: [], failed: [] }
let timer: ReturnType<typeof setTimeout> | null = null

export function announceAdded(count: number): void {
  gathered.added += count
  speakSoon()
}

/** Announces that an upload has ended, well or not. */
export function announceEnd(before: UploadView | null, after: UploadView | null): void {
  if (!before || !after || before.state === after.state) return
  const { name, state } = after
  if (state !== 'verified' && state !== 'failed') return
  gathered[state].push(name)
  speakSoon()
}

function speakSoon(): void {
  timer ??= setTimeout(() => {
    // The same again is told only where it was gone in between. What else is told stays until then.
    announcement.value = ''
    setTimeout(() => {
      announcement.value = sentences(gathered).join(' ')
      gathered = { added: 0, verified: [], failed: [] }
      timer = null
    }, GAP)
  }, PAUSE)
}

function sentences({ added, ...ended }: Gathered): string[] {
  const { announce } = later
  const said = added > 0 ? [announce.added(added)] : []
  for (const state of ['verified', 'failed'] as const) {
    const names = ended[state]
    if (names.length === 1) said.push(...names.map(announce[`${state}One`]))
    if (names.length > 1) said.push(announce[state](names.length))
  }
  return said
}
