import { signal } from '@preact/signals'
import type { UploadView } from '../../shared/messages.ts'
import { later } from '../text/catalogue.ts'

/** ms in which events are gathered into one announcement. */
const PAUSE = 1500

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
  if (after.state === 'verified') gathered.verified.push(after.name)
  else if (after.state === 'failed') gathered.failed.push(after.name)
  else return
  speakSoon()
}

function speakSoon(): void {
  // The same again is told only where it was gone in between.
  announcement.value = ''
  timer ??= setTimeout(() => {
    announcement.value = sentences(gathered).join(' ')
    gathered = { added: 0, verified: [], failed: [] }
    timer = null
  }, PAUSE)
}

function sentences({ added, verified, failed }: Gathered): string[] {
  const said: string[] = []
  const { announce } = later
  if (added > 0) said.push(announce.added(added))
  if (verified.length === 1) said.push(...verified.map(announce.verifiedOne))
  if (verified.length > 1) said.push(announce.verified(verified.length))
  if (failed.length === 1) said.push(...failed.map(announce.failedOne))
  if (failed.length > 1) said.push(announce.failed(failed.length))
  return said
}
