import { Fragment } from 'preact'
import type { Note } from '../../shared/upload-detail.ts'
import { format, later } from '../text/catalogue.ts'

interface LogProps {
  readonly notes: readonly Note[]
  /** Whether what was verified turned out to be of another file. */
  readonly isDisproved: boolean
}

/** What happened to it, in plain words, day by day. */
export function UploadLog({ notes, isDisproved }: LogProps) {
  return (
    <section class="card" aria-labelledby="log-heading">
      <div class="overview-head">
        <h2 id="log-heading">{later.detail.log}</h2>
        {notes.length > 0 && <p class="aside">{later.detail.logNote}</p>}
      </div>
      {notes.length === 0 ? (
        <p class="aside">{later.detail.noLog}</p>
      ) : (
        daysOf(notes.toReversed()).map(([day, notes]) => (
          <Fragment key={day}>
            <h3 class="log-day">{day}</h3>
            <ol class="log">
              {notes.map((note) => (
                <li key={`${note.at} ${note.type} ${note.code}`}>
                  <Time at={note.at} />
                  <span>
                    {wordsFor(note, isDisproved)}
                    {(note.times > 1 || note.part !== null) && (
                      <em> {later.detail.often(note.times, note.part)}</em>
                    )}
                  </span>
                </li>
              ))}
            </ol>
          </Fragment>
        ))
      )}
    </section>
  )
}

/** The notes by the local day of each, in the order in which they are. */
function daysOf(notes: readonly Note[]): (readonly [day: string, notes: Note[]])[] {
  const days = new Map<string, Note[]>()
  for (const note of notes) {
    const day = format.day(isoOf(note.at))
    days.set(day, [...(days.get(day) ?? []), note])
  }
  return [...days]
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}

function wordsFor({ type, code }: Note, isDisproved: boolean): string {
  if (type === 'completed' && isDisproved) return later.detail.arrived
  if (type !== 'failed') return later.detail.notes[type]
  return code === null ? '' : later.problems[code].what
}

function Time({ at }: { at: number }) {
  const iso = isoOf(at)
  return (
    <time dateTime={iso} title={format.localTime(iso)}>
      {format.clock(iso)}
    </time>
  )
}
