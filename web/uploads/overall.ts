import type { Totals } from './totals.ts'

/** What all uploads together come to, by what matters most to a person. */
export type Overall =
  | 'nothing'
  /** All is verified, or was cancelled. */
  | 'done'
  /** Some can't go on before the person does something, and nothing else does. */
  | 'needs-you'
  /** Some have failed, and nothing else goes on or needs anybody. */
  | 'failed'
  /** Some were verified and are not to be relied on, and nothing else goes on or needs anybody. */
  | 'disproved'
  | 'offline'
  | 'paused'
  | 'sending'
  /** All has arrived and is being checked. */
  | 'finishing'
  /** Something waits that goes on by itself. */
  | 'waiting'
  /** All that waits is to start at a later time. */
  | 'timed'

export function overallOf(
  { states, files, locked, gone, timed }: Totals,
  online: boolean,
): Overall {
  const { waiting, uploading, paused, finishing, verified, failed, disproved } = states
  if (files === 0) return 'nothing'
  if (verified === files) return 'done'
  const able = waiting - locked - gone
  if (able + uploading + finishing > 0) {
    if (!online) return 'offline'
    if (uploading > 0) return 'sending'
    if (finishing > 0) return 'finishing'
    return able === timed ? 'timed' : 'waiting'
  }
  if (locked + gone > 0) return 'needs-you'
  if (failed > 0) return 'failed'
  if (disproved > 0) return 'disproved'
  return paused > 0 ? 'paused' : 'done'
}
