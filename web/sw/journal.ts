import { NOTED, type Note } from '../../shared/messages.ts'
import type { Event } from './engine/events.ts'

/** Notes that are kept of an upload, and uploads of which any are. */
const MOST_NOTES = 40
const MOST_UPLOADS = 200

/** What happened to uploads since the worker was started, for people to read: never what it goes by. */
export interface Journal {
  note(event: Event, now: number): void
  /** The oldest first. */
  of(id: string): readonly Note[]
}

export function createJournal(): Journal {
  const journal = new Map<string, Note[]>()
  return {
    note(event, now) {
      const type = NOTED.find((one) => one === event.type)
      if (!type) return
      const notes = journal.get(event.id) ?? []
      // The one that was noted longest ago comes first.
      journal.delete(event.id)
      journal.set(event.id, notes)
      const last = notes.at(-1)
      const next = noteOf(type, event, now)
      if (last?.type === type && last.code === next.code) {
        notes[notes.length - 1] = { ...next, times: last.times + 1 }
      } else notes.push(next)
      if (notes.length > MOST_NOTES) notes.shift()
      for (const id of journal.keys()) {
        if (journal.size <= MOST_UPLOADS) break
        journal.delete(id)
      }
    },
    of: (id) => journal.get(id) ?? [],
  }
}

function noteOf(type: Note['type'], event: Event, at: number): Note {
  const note = { type, times: 1, at, code: null, part: null, host: null }
  if (event.type !== 'failed') return note
  const { code, command } = event
  return {
    ...note,
    code,
    part: 'number' in command ? command.number : null,
    host: command.type === 'send' ? (command.part.host ?? null) : null,
  }
}
