import { UploadError } from '../../shared/errors.ts'
import type { ArrivedPart } from '../../web/sw/engine/events.ts'
import type { UploadRecord } from '../../web/sw/engine/record.ts'
import type { Changes, RecordStore } from '../../web/sw/ports.ts'
import type { Tape } from './tape.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface MemoryStore extends RecordStore {
  hasPart(remoteId: string, number: number): boolean
  /** The worker ends: what it is committing is there as a whole or not at all, as the tape says. */
  crash(): void
  /** Whether a commit is under way. */
  isCommitting(): boolean
  /** How many commits found no room. */
  failures(): number
  recordOf(id: string): UploadRecord | undefined
}

/**
 * Keeps what a killed worker leaves: all of a commit or nothing of it. Where it takes its time, it
 * also fails when the tape says so, as a full disk does.
 */
export function createMemoryStore(
  clock: VirtualClock,
  tape: Tape,
  pace: 'slow' | 'at once' = 'slow',
): MemoryStore {
  const records = new Map<string, UploadRecord>()
  const parts = new Map<string, Map<number, ArrivedPart>>()
  const committing = new Set<Changes>()
  let failures = 0

  function apply(changes: Changes): void {
    for (const record of changes.put) records.set(record.id, structuredClone(record))
    for (const id of changes.remove) {
      records.delete(id)
      parts.delete(id)
    }
    for (const { id, parts: all } of changes.allParts) {
      parts.set(id, new Map(all.map((part) => [part.number, part])))
    }
    for (const { id, part } of changes.parts) {
      const known = parts.get(id) ?? new Map<number, ArrivedPart>()
      parts.set(id, known.set(part.number, part))
    }
  }

  return {
    load: async () => [...records.values()].map((record) => structuredClone(record)),
    async commit(changes) {
      if (pace === 'slow') {
        committing.add(changes)
        await clock.sleep(tape.choose(5))
        // Nobody is left to hear of it.
        if (!committing.delete(changes)) return
        if (tape.choose(40) === 1) {
          failures += 1
          throw new UploadError('storage', 'the disk is full')
        }
      }
      apply(changes)
    },
    partsOf: async (id) => [...(parts.get(id)?.values() ?? [])].sort((a, b) => a.number - b.number),
    hasPart(remoteId, number) {
      const record = [...records.values()].find((one) => one.remoteId === remoteId)
      return record !== undefined && (parts.get(record.id)?.has(number) ?? false)
    },
    crash() {
      for (const changes of committing) if (tape.choose(2) === 1) apply(changes)
      committing.clear()
    },
    isCommitting: () => committing.size > 0,
    failures: () => failures,
    recordOf: (id) => records.get(id),
  }
}
