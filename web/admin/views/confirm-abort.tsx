import { useEffect, useRef } from 'preact/hooks'
import { MAX_ABORTED, type AbortAnswer, type ListedUpload } from '../../../shared/admin.ts'
import { api } from '../api.ts'
import { useWork } from '../state/answer.ts'
import { text } from '../text/catalogue.ts'
import { Button, Problem, splitKey } from './parts.tsx'

/** Names that are shown. */
const SHOWN = 5

interface ConfirmAbortProps {
  uploads: readonly ListedUpload[]
  onClose: () => void
  /** After each answer: of which uploads it is, and what became of all that were asked for so far. */
  onEnded: (uploads: readonly ListedUpload[], soFar: AbortAnswer) => void
}

/** Asks before what has arrived is deleted. */
export function ConfirmAbort({ uploads, onClose, onEnded }: ConfirmAbortProps) {
  const { uploads: words } = text
  const work = useWork()
  const isOpen = useRef(true)
  useEffect(
    () => () => {
      isOpen.current = false
    },
    [],
  )
  const running = uploads.filter(({ abandoned }) => !abandoned).length
  const abort = () =>
    work.run(async () => {
      const all: AbortAnswer = { aborted: 0, failed: [], completed: [] }
      // Whoever closes the question in the middle keeps what is left.
      for (let at = 0; at < uploads.length && isOpen.current; at += MAX_ABORTED) {
        const some = uploads.slice(at, at + MAX_ABORTED)
        const names = some.map(({ key, uploadId }) => ({ key, uploadId }))
        const { aborted, failed, completed } = await api.abort({ uploads: names })
        all.aborted += aborted
        all.failed.push(...failed)
        all.completed.push(...completed)
        onEnded(some, all)
      }
      if (isOpen.current) onClose()
    })
  return (
    <>
      <h2 id="dialog-heading">{words.confirm(uploads.length)}</h2>
      <ul class="names">
        {uploads.slice(0, SHOWN).map(({ uploadId, key }) => (
          <li key={uploadId}>
            <bdi>{splitKey(key).name}</bdi>
          </li>
        ))}
        {uploads.length > SHOWN && <li>…</li>}
      </ul>
      <p>{words.confirmWhy}</p>
      {running > 0 && (
        <p>
          <strong>{words.confirmRunning(running)}</strong>
        </p>
      )}
      <Problem words={work.problem} />
      <div class="actions">
        <button type="button" class="button" autofocus onClick={onClose}>
          {words.no}
        </button>
        <Button kind="danger" disabled={work.busy} onClick={abort}>
          {words.yes(uploads.length)}
        </Button>
      </div>
    </>
  )
}
