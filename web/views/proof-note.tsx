import type { UploadView } from '../../shared/messages.ts'
import { later } from '../text/catalogue.ts'

/** That not all of a verified file was compared. */
export function ProofNote({ view: { state, proof, unhashedParts } }: { view: UploadView }) {
  if (state !== 'verified') return null
  if (proof === 'size-only') return <p class="note">{later.row.sizeOnly}</p>
  return unhashedParts ? <p class="note">{later.row.unhashed}</p> : null
}
