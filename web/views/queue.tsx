import { list } from '../state/uploads.ts'
import { text } from '../text/en.ts'
import { BulkActions } from './bulk-actions.tsx'
import { Closing } from './closing.tsx'
import { FilesAgain } from './files-again.tsx'
import { Rows } from './rows.tsx'
import { TotalsLine } from './totals.tsx'

/** All uploads, with what can be done to all of them. */
export function Queue() {
  const uploads = list.order.value
  return (
    <section class="queue" aria-labelledby="uploads-heading">
      <h2 id="uploads-heading" tabIndex={-1}>
        {text.queue.heading}
      </h2>
      {uploads.length === 0 ? (
        <Empty />
      ) : (
        <>
          <Closing />
          <FilesAgain />
          <TotalsLine />
          <BulkActions />
          <Rows uploads={uploads} />
        </>
      )}
    </section>
  )
}

function Empty() {
  return (
    <div class="empty">
      <p>
        {text.queue.empty} {text.queue.emptyMore}
      </p>
    </div>
  )
}
