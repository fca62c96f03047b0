import { list } from '../state/uploads.ts'
import { text } from '../text/en.ts'
import { BulkActions } from './bulk-actions.tsx'
import { Closing } from './closing.tsx'
import { FilesAgain } from './files-again.tsx'
import { Row } from './row.tsx'
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
          <ul class="rows">
            {uploads.map((upload) => (
              <Row key={upload.id} upload={upload} />
            ))}
          </ul>
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
