import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { UploadView } from '../../shared/messages.ts'
import type { Kind } from '../content/kind.ts'
import type { Measures } from '../content/measures.ts'
import { shownFiles } from '../state/uploads.ts'
import { format, later } from '../text/catalogue.ts'
import { fileOf } from '../worker-door.ts'

interface Content extends Kind, Measures {
  /** How its name ends, where that is the ending of something else. */
  readonly other: string | null
}

/** What an upload's file is by its content, for as long as it can be read. */
export function ContentFacts({ view: { id, name } }: { view: UploadView }) {
  const found = useSignal<Content | null>(null)
  useEffect(() => {
    let isGone = false
    look(id, name).then(
      (facts) => {
        if (!isGone) found.value = facts
      },
      // That it can't be read its row says, where it matters.
      (cause: unknown) => console.warn(`what ${id} is by its content is not known`, cause),
    )
    return () => void (isGone = true)
  }, [id])
  const content = found.value
  if (!content) return null
  const { other } = content
  return (
    <div data-testid="content">
      <p class="facts">
        {factsOf(content).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {other !== null && <p class="note">{later.content.other(other, whatIs(content))}</p>}
    </div>
  )
}

async function look(id: string, name: string): Promise<Content | null> {
  const file = shownFiles.get(id) ?? (await fileOf(id))
  if (!file) return null
  // The libraries are large, and not all of them are needed for each file.
  const { kindOf, otherEnding } = await import('../content/kind.ts')
  const kind = await kindOf(file)
  if (!kind) return null
  const { measuresOf } = await import('../content/measures.ts')
  return { ...kind, ...(await measuresOf(file, kind.type)), other: otherEnding(name, kind) }
}

function factsOf(content: Content): string[] {
  const { picture, length } = content
  const facts = [later.content.is(whatIs(content))]
  if (picture) facts.push(later.content.pixels(picture.width, picture.height))
  if (length !== null) facts.push(later.content.long(format.duration(length)))
  return facts
}

function whatIs({ disk, ending, type }: Kind): string {
  const short = ending.toUpperCase()
  if (disk) return later.content.disks[disk](short)
  return type === null ? short : `${short} (${type})`
}
