import { NOTED, type Note } from '../../shared/upload-detail.ts'
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
  const journal = new Map<string, readonly Note[]>()
  return {
    note(event, at) {
      const type = NOTED.find((one) => one === event.type)
      if (!type) return
      const notes = journal.get(event.id) ?? []
      const { code, part } = failureOf(event)
      const last = notes.at(-1)
      const isAgain = last?.type === type && last.code === code
      const note = { type, times: isAgain ? last.times + 1 : 1, at, code, part }
      // The one that was noted longest ago comes first.
      journal.delete(event.id)
      journal.set(event.id, [...(isAgain ? notes.slice(0, -1) : notes), note].slice(-MOST_NOTES))
      for (const id of journal.keys()) if (journal.size > MOST_UPLOADS) journal.delete(id)
    },
    of: (id) => journal.get(id) ?? [],
  }
}

function failureOf(event: Event): Pick<Note, 'code' | 'part'> {
  if (event.type !== 'failed') return { code: null, part: null }
  const { code, command } = event
  return { code, part: 'number' in command ? command.number : null }
}
