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
  /** All is verified, or was cancelled, but some do not have the acquisition hash that was entered. */
  | 'differs'
  | 'offline'
  | 'paused'
  | 'sending'
  /** All has arrived and is being checked. */
  | 'finishing'
  /** Something waits that goes on by itself. */
  | 'waiting'
  /** All that waits is to start at a later time. */
  | 'timed'

/** @param differing how many do not have the acquisition hash that was entered */
export function overallOf(
  { states, files, held, timed }: Totals,
  online: boolean,
  differing: number,
): Overall {
  const { waiting, uploading, paused, finishing, failed, disproved } = states
  if (files === 0) return 'nothing'
  const able = waiting + uploading - held
  if (able + finishing > 0) {
    if (!online) return 'offline'
    if (able > 0 && uploading > 0) return 'sending'
    if (finishing > 0) return 'finishing'
    return able === timed ? 'timed' : 'waiting'
  }
  if (held > 0) return 'needs-you'
  if (failed > 0) return 'failed'
  if (disproved > 0) return 'disproved'
  if (paused > 0) return 'paused'
  return differing > 0 ? 'differs' : 'done'
}

/** Whether nothing is left to be sent, and all that was is verified. */
export function hasEnded(overall: Overall): boolean {
  return overall === 'done' || overall === 'differs'
}
