import { continueUploads } from '../state/again.ts'
import { idsOf, list } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'
import { waitsFor } from '../uploads/totals.ts'
import { Banner } from './banner.tsx'

/**
 * One button for all uploads that wait for permission, and word of those that lost their file. Screen
 * readers are told as it happens, in any view, by announce.ts.
 */
export function FilesAgain() {
  const { locked, gone } = list.totals.value
  const goOn = () => continueUploads(idsOf((view) => waitsFor(view, 'file_permission')))
  const button = (
    <button type="button" class="button primary" onClick={goOn}>
      {later.again.continueAll(locked)}
    </button>
  )
  return (
    <>
      {locked > 1 && (
        <Banner tone="warning" actions={button} isToldElsewhere>
          {later.again.continueWhy(locked)}
        </Banner>
      )}
      {gone > 1 && (
        <Banner tone="warning" isToldElsewhere>
          {later.again.gone(gone)}
        </Banner>
      )}
    </>
  )
}
