import { useRef } from 'preact/hooks'
import type { UploadState, UploadView } from '../../shared/messages.ts'
import { chooseAgain, continueUploads, giveIfSame } from '../state/again.ts'
import { showOnAnotherDevice, showReceipt } from '../state/dialogs.ts'
import { attempt } from '../state/notices.ts'
import { removeUploads } from '../state/removal.ts'
import { act } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'
import { fullName } from '../uploads/order.ts'
import { canBeRetried, lacksFile } from '../uploads/totals.ts'
import { Icon, type IconName } from './icon.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'

export const OrderButton = lazy(async () => (await loadTools()).OrderButton, true)

type Action = 'pause' | 'resume' | 'cancel' | 'retry' | 'remove' | 'receipt'

const ACTIONS: Readonly<Record<UploadState, readonly Action[]>> = {
  waiting: ['pause', 'cancel'],
  uploading: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  finishing: ['cancel'],
  verified: ['receipt', 'remove'],
  failed: ['retry', 'remove'],
  cancelled: ['remove'],
  disproved: ['receipt', 'remove'],
}

/** What a person may look for is said in words, and what interrupts in a picture. */
const IN_WORDS: ReadonlySet<Action> = new Set(['retry', 'receipt'])

/**
 * The buttons that the upload's state allows.
 *
 * @param inWords whether all say what they do, and that which orders it is among them
 */
export function RowActions({ view, inWords = false }: { view: UploadView; inWords?: boolean }) {
  const { id, state } = view
  const effects: Record<Action, () => void> = {
    pause: () => act('pause', [id]),
    resume: () => act('resume', [id]),
    retry: () => (view.problem === 'details_invalid' ? correct(id) : act('retry', [id])),
    remove: () => removeUploads([id]),
    cancel: () => attempt('cancel', async () => (await loadTools()).cancelUploads([id])),
    receipt: () => showReceipt(id),
  }
  const waitsForStorage = view.problem === 'storage' && state === 'waiting'
  const usual = canBeRetried(view) ? ACTIONS[state] : ACTIONS.cancelled
  const actions: readonly Action[] = waitsForStorage ? ['retry', ...usual] : usual
  const share = view.watchable && (
    <ActionButton
      label={later.watchLink.show}
      icon="share"
      inWords={inWords}
      view={view}
      onClick={() => showOnAnotherDevice(view)}
    />
  )
  return (
    <div class="actions">
      <FileAgain view={view} />
      {/*
       * It comes and goes: what stands behind it keeps its place under the pointer. It is no child of
       * the actions itself: the keyboard's place is never moved to it.
       */}
      {!inWords && <span>{share}</span>}
      {actions.map((action) => (
        <ActionButton
          key={action}
          label={later.row[action]}
          icon={action}
          inWords={inWords || IN_WORDS.has(action)}
          view={view}
          onClick={effects[action]}
        />
      ))}
      {inWords && share}
      {inWords && <OrderButton view={view} inWords />}
    </div>
  )
}

/** What is wrong with what was entered, and the fields to enter it again. */
function correct(id: string): void {
  attempt('details', async () => (await import('../state/asking.ts')).correct(id))
}

interface ActionButtonProps {
  label: string
  view: UploadView
  onClick: () => void
  icon?: IconName
  /** Whether the label is shown beside the icon, or only to those who point at it. */
  inWords?: boolean
}

/** Its accessible name says of which file; it begins with the label, as voice control needs. */
function ActionButton({ label, view, onClick, icon, inWords = true }: ActionButtonProps) {
  return (
    <button
      type="button"
      class={classFor(icon, inWords)}
      aria-label={later.row.of(label, fullName(view))}
      title={inWords ? undefined : label}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      <span class={inWords ? undefined : 'visually-hidden'}>{label}</span>
    </button>
  )
}

function classFor(icon: IconName | undefined, inWords: boolean): string {
  if (!icon) return 'button primary'
  return inWords ? 'button quiet' : 'button quiet icon-button'
}

/** For an upload that waits for its file or for permission to read it. */
function FileAgain({ view }: { view: UploadView }) {
  const input = useRef<HTMLInputElement>(null)
  if (!lacksFile(view)) return null
  if (view.problem === 'file_permission') {
    const go = () => continueUploads([view.id])
    return <ActionButton label={later.row.continue} view={view} onClick={go} />
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
      <ActionButton label={later.row.chooseAgain} view={view} onClick={choose} />
      <input ref={input} type="file" hidden data-testid="again-input" onChange={give} />
    </>
  )
}
