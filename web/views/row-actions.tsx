import { useRef } from 'preact/hooks'
import type { UploadState, UploadView } from '../../shared/messages.ts'
import { chooseAgain, continueUploads, giveIfSame } from '../state/again.ts'
import { cancelUploads, showOnAnotherDevice, showReceipt } from '../state/dialogs.ts'
import { attempt } from '../state/notices.ts'
import { act } from '../state/uploads.ts'
import { text } from '../text/en.ts'
import { fullName } from '../uploads/order.ts'
import { lacksFile } from '../uploads/totals.ts'

type Action = 'pause' | 'resume' | 'cancel' | 'retry' | 'remove' | 'receipt'

const ACTIONS: Readonly<Record<UploadState, readonly Action[]>> = {
  waiting: ['pause', 'cancel'],
  uploading: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  finishing: ['cancel'],
  verified: ['receipt', 'remove'],
  failed: ['retry', 'remove'],
  cancelled: ['remove'],
}

/** The buttons that the upload's state allows. */
export function RowActions({ view }: { view: UploadView }) {
  const { id, state } = view
  const effects: Record<Action, () => void> = {
    pause: () => act('pause', [id]),
    resume: () => act('resume', [id]),
    retry: () => act('retry', [id]),
    remove: () => act('remove', [id]),
    cancel: () => cancelUploads([id]),
    receipt: () => showReceipt(id),
  }
  const waitsForStorage = view.problem === 'storage' && state === 'waiting'
  const actions: readonly Action[] = waitsForStorage ? ['retry', ...ACTIONS[state]] : ACTIONS[state]
  return (
    <div class="actions">
      <FileAgain view={view} />
      {actions.map((action) => (
        <ActionButton key={action} label={text.row[action]} view={view} onClick={effects[action]} />
      ))}
      {view.watchable && (
        <ActionButton
          label={text.watch.show}
          view={view}
          onClick={() => showOnAnotherDevice(view)}
        />
      )}
    </div>
  )
}

interface ActionButtonProps {
  label: string
  view: UploadView
  onClick: () => void
  primary?: boolean
}

/** Its accessible name says of which file; it begins with the label, as voice control needs. */
function ActionButton({ label, view, onClick, primary = false }: ActionButtonProps) {
  return (
    <button
      type="button"
      class={primary ? 'button primary' : 'button'}
      aria-label={text.row.of(label, fullName(view))}
      onClick={onClick}
    >
      {label}
    </button>
  )
}

/** For an upload that waits for its file or for permission to read it. */
function FileAgain({ view }: { view: UploadView }) {
  const input = useRef<HTMLInputElement>(null)
  if (!lacksFile(view)) return null
  if (view.problem === 'file_permission') {
    const go = () => continueUploads([view.id])
    return <ActionButton label={text.row.continue} view={view} onClick={go} primary />
  }
  if (view.problem !== 'file_gone') return null
  const choose = () => chooseAgain(view, () => input.current?.click())
  const give = () => {
    const file = input.current?.files?.[0]
    if (input.current) input.current.value = ''
    if (file) attempt('again', () => giveIfSame(view, file, file))
  }
  return (
    <>
      <ActionButton label={text.row.chooseAgain} view={view} onClick={choose} primary />
      <input ref={input} type="file" hidden data-testid="again-input" onChange={give} />
    </>
  )
}
