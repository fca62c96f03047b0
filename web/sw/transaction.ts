import type { ArrivedPart, Event } from './engine/events.ts'
import { EMPTY_FLIGHT } from './engine/flight.ts'
import type { UploadRecord } from './engine/record.ts'
import { step, withArrived, type Upload } from './engine/step.ts'
import type { Changes } from './ports.ts'

/** Gathers what a batch of events changes, in memory and in the store, before either is changed. */
export interface Transaction {
  /** Takes an upload on, unless it is known. */
  add(record: UploadRecord): void
  /** Applies an event; nothing where its upload isn't known. */
  apply(event: Event): void
  /** Whether there is anything to commit. */
  hasFacts(): boolean
  changes(): Changes
  /** The uploads that changed; null for those that left. */
  after(): ReadonlyMap<string, Upload | null>
  ids(): ReadonlySet<string>
}

/** @param before all uploads as they are; not changed here */
export function createTransaction(before: ReadonlyMap<string, Upload>): Transaction {
  const after = new Map<string, Upload | null>()
  const changedRecords = new Set<string>()
  const parts: { id: string; part: ArrivedPart }[] = []
  const allParts = new Map<string, readonly ArrivedPart[]>()

  function current(id: string): Upload | null {
    return after.get(id) ?? (after.has(id) ? null : (before.get(id) ?? null))
  }

  function noteParts(event: Event, before: Upload, upload: Upload): void {
    if (event.type === 'sent') parts.push({ id: event.id, part: event.part })
    if (event.type === 'listed') allParts.set(event.id, event.parts)
    // Nothing is left of an upload whose server side is gone.
    if (before.record.server && !upload.record.server) allParts.set(event.id, [])
  }

  return {
    add(record) {
      if (current(record.id)) return
      after.set(record.id, { record, flight: EMPTY_FLIGHT })
      changedRecords.add(record.id)
    },
    apply(told) {
      const upload = current(told.id)
      if (!upload) return
      const event = withArrived(told, upload)
      const stepped = step(upload, event)
      if (stepped === upload) return
      after.set(event.id, stepped)
      if (stepped?.record !== upload.record) changedRecords.add(event.id)
      const isFact = stepped?.record !== upload.record || event.type === 'listed'
      if (stepped && (isFact || tellsMore(event, upload))) {
        noteParts(event, upload, stepped)
      }
    },
    hasFacts: () => changedRecords.size > 0 || allParts.size > 0 || parts.length > 0,
    changes() {
      const put: UploadRecord[] = []
      const remove: string[] = []
      for (const id of changedRecords) {
        const upload = after.get(id)
        if (upload) put.push(upload.record)
        else if (before.has(id)) remove.push(id)
      }
      const kept = (id: string): boolean => Boolean(after.get(id))
      return {
        put,
        remove,
        // A list replaces what was known, and then comes what arrived after it.
        allParts: [...allParts].filter(([id]) => kept(id)).map(([id, all]) => ({ id, parts: all })),
        parts: parts.filter(({ id }) => kept(id)),
      }
    },
    after: () => after,
    ids: () => new Set(after.keys()),
  }
}

/**
 * Whether a part that a list has counted in already is known better now: its checksum is this
 * browser's own.
 */
function tellsMore(event: Event, { record }: Upload): boolean {
  const isArrived = record.phase === 'sending' || record.phase === 'completing'
  return event.type === 'sent' && event.part.hashed && isArrived
}
