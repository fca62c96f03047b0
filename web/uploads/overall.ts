import type { Totals } from './totals.ts'

/** What all uploads together come to, by what matters most to a person. */
export type Overall =
  | 'nothing'
  /** All is verified, or was cancelled. */
  | 'done'
  /** Some can't go on before the person does something, and nothing else does. */
  | 'needs-you'
  /** Some were verified and are not to be relied on, and nothing else goes on or needs anybody. */
  | 'disproved'
  | 'offline'
  | 'paused'
  | 'sending'
  /** All has arrived and is being checked. */
  | 'finishing'
  /** Something waits that goes on by itself. */
  | 'waiting'

export function overallOf({ states, files, locked, gone }: Totals, online: boolean): Overall {
  const { waiting, uploading, paused, finishing, verified, failed, disproved } = states
  if (files === 0) return 'nothing'
  if (verified === files) return 'done'
  const able = waiting - locked - gone
  if (able + uploading + finishing > 0) {
    if (!online) return 'offline'
    if (uploading > 0) return 'sending'
    return finishing > 0 ? 'finishing' : 'waiting'
  }
  if (failed + locked + gone > 0) return 'needs-you'
  if (disproved > 0) return 'disproved'
  return paused > 0 ? 'paused' : 'done'
}
