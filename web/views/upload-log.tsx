import type { Note } from '../../shared/messages.ts'
import { detail as words } from '../text/detail.ts'
import { format, text } from '../text/en.ts'

/** What happened to it, in plain words. */
export function UploadLog({ notes }: { notes: readonly Note[] }) {
  return (
    <section class="card" aria-labelledby="log-heading">
      <div class="overview-head">
        <h2 id="log-heading">{words.log}</h2>
        {notes.length > 0 && <p class="aside">{words.logNote}</p>}
      </div>
      {notes.length === 0 ? (
        <p class="aside">{words.noLog}</p>
      ) : (
        <ol class="log">
          {notes.toReversed().map((note) => (
            <li key={`${note.at} ${note.type} ${note.code}`}>
              <Time at={note.at} />
              <span>
                {wordsFor(note)}
                {note.times > 1 && <em> {words.times(note.times)}</em>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function wordsFor({ type, code, part }: Note): string {
  if (type !== 'failed') return words.notes[type]
  const what = code === null ? '' : text.problems[code].what
  return words.failed(what, part)
}

function Time({ at }: { at: number }) {
  const iso = new Date(at).toISOString()
  return (
    <time dateTime={iso} title={format.localTime(iso)}>
      {format.clock(iso)}
    </time>
  )
}
