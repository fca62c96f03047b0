import type { UploadView } from '../../shared/messages.ts'
import { differing } from '../state/differing.ts'
import { later } from '../text/catalogue.ts'
import { OrderNote } from './order-button.tsx'
import { ProofNote } from './proof-note.tsx'

/** What a row says of its order and of what was compared, and that its file does not have the acquisition hash that was entered. */
export function RowNotes({ view }: { view: UploadView }) {
  return (
    <>
      <OrderNote view={view} />
      <ProofNote view={view} />
      {differing.value.has(view.id) && <p class="note failure">{later.hashes.alarmNote}</p>}
    </>
  )
}
