import { useSignal } from '@preact/signals'
import { Fragment } from 'preact'
import { useEffect } from 'preact/hooks'
import type { UploadView } from '../../shared/messages.ts'
import { closeDialog, dialog, openDialog } from '../state/dialogs.ts'
import { countStored, type StillStored } from '../state/still-stored.ts'
import { later, text } from '../text/catalogue.ts'
import { fullName } from '../uploads/order.ts'

/** So many are named. */
const NAMED = 5

/** Asks whether files that the list has already are to be added once more; not, if it is closed. */
export function askToAddAgain(
  uploads: readonly UploadView[],
  haveOthers: boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (whether: boolean): void => {
      resolve(whether)
      // By then another dialog may be open in its place.
      if (dialog.peek() === shown) closeDialog()
    }
    const shown = {
      type: 'order',
      View: () => <KnownFiles uploads={uploads} haveOthers={haveOthers} answer={answer} />,
    } as const
    openDialog(shown)
  })
}

interface KnownFilesProps {
  readonly uploads: readonly UploadView[]
  /** Whether others were added, of those that were chosen. */
  readonly haveOthers: boolean
  readonly answer: (whether: boolean) => void
}

/** What the server says of those that are verified, once it has said it. */
function Stored({ uploads }: Pick<KnownFilesProps, 'uploads'>) {
  const { known } = later
  const stored = useSignal<StillStored>({ there: 0, gone: 0 })
  useEffect(() => {
    void countStored(uploads).then((counted) => (stored.value = counted))
  }, [uploads])
  const { there, gone } = stored.value
  return (
    <div role="status">
      {there > 0 && <p>{known.stored(there, uploads.length)}</p>}
      {gone > 0 && <p>{known.notStored(gone, uploads.length)}</p>}
    </div>
  )
}

/** Which files those are, and what has become of them. */
function KnownFiles({ uploads, haveOthers, answer }: KnownFilesProps) {
  const { known } = later
  const count = uploads.length
  const verified = uploads.filter(({ state }) => state === 'verified').length
  const more = count - NAMED
  // However it is closed: who asks waits for an answer.
  useEffect(() => () => answer(false), [])
  return (
    <>
      <h2 id="dialog-heading">{known.heading(count)}</h2>
      {verified > 0 && <p>{known.verified(verified, count)}</p>}
      {verified > 0 && <Stored uploads={uploads} />}
      {verified < count && <p>{known.others(count - verified, count)}</p>}
      <p>
        {uploads.slice(0, NAMED).map((upload) => (
          <Fragment key={upload.id}>
            <bdi>{fullName(upload)}</bdi>
            <br />
          </Fragment>
        ))}
        {more > 0 && text.add.more(more)}
      </p>
      <p class="hint">
        {known.how(count)} {haveOthers && known.othersAdded}
      </p>
      <div class="actions">
        <button type="button" class="button primary" autofocus onClick={() => answer(false)}>
          {known.skip(count)}
        </button>
        <button type="button" class="button" onClick={() => answer(true)}>
          {known.again}
        </button>
      </div>
    </>
  )
}
