import type { Note } from '../../shared/upload-detail.ts'
import { format, later } from '../text/catalogue.ts'

interface LogProps {
  readonly notes: readonly Note[]
  /** Whether what was verified turned out to be of another file. */
  readonly isDisproved: boolean
}

/** What happened to it, in plain words. */
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
        <ol class="log">
          {notes.toReversed().map((note) => (
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
      )}
    </section>
  )
}

function wordsFor({ type, code }: Note, isDisproved: boolean): string {
  if (type === 'completed' && isDisproved) return later.detail.arrived
  if (type !== 'failed') return later.detail.notes[type]
  return code === null ? '' : later.problems[code].what
}

function Time({ at }: { at: number }) {
  const iso = new Date(at).toISOString()
  return (
    <time dateTime={iso} title={format.localTime(iso)}>
      {format.clock(iso)}
    </time>
  )
}
