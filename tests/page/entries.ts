import { OUTCOMES, type Entry, type Outcome } from '../../web/history/entry.ts'
import { idOf } from './views.ts'

const DAY = 86_400_000
const LAST = Date.UTC(2026, 4, 17, 9, 32)

/** Entries of the history, the latest first: of ten one failed and one was cancelled. */
export function entriesOf(count: number): Entry[] {
  return Array.from({ length: count }, (_, index) => entryOf(index, outcomeOf(index)))
}

function outcomeOf(index: number): Outcome {
  if (index % 10 === 3) return OUTCOMES[1]
  return index % 10 === 7 ? OUTCOMES[2] : OUTCOMES[0]
}

function entryOf(index: number, outcome: Outcome): Entry {
  const size = 1_000_000 * (1 + ((index * 7919) % 40_000))
  const speed = 20_000_000 + ((index * 104_729) % 60_000_000)
  const endedAt = LAST - index * (DAY / 3)
  const isVerified = outcome === 'verified'
  const key = `incoming/2026/05/17/01HXYZ${index}/München-Überblick-${index}.mov`
  return {
    version: 1,
    id: idOf(index),
    name: `Überblick ${index}.mov`,
    path: 'Aufnahmen/München',
    size,
    sent: isVerified ? size : Math.floor(size / 3),
    outcome,
    problem: outcome === 'failed' ? 'object_mismatch' : null,
    proof: isVerified ? 'object-checksum' : null,
    addedAt: endedAt - 3_600_000,
    endedAt,
    speed: isVerified ? speed : null,
    object: isVerified
      ? { bucket: 'uploads', key, algorithm: 'crc64nvme', checksum: 'AAECAwQFBgc=' }
      : null,
  }
}
