import { list } from '../state/uploads.ts'
import { text } from '../text/catalogue.ts'
import { BulkActions } from './bulk-actions.tsx'
import { FilesAgain } from './files-again.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Rows } from './rows.tsx'

/** All uploads, with what can be done to all of them. */
export function Queue() {
  const uploads = list.order.value
  return (
    <section class="queue" aria-labelledby="uploads-heading">
      <div class="queue-head">
        <h2
          id="uploads-heading"
          tabIndex={-1}
          class={uploads.length === 0 ? 'visually-hidden' : undefined}
        >
          {text.queue.heading}
        </h2>
        {uploads.length > 0 && <BulkActions />}
      </div>
      {uploads.length === 0 ? (
        <Points />
      ) : (
        <>
          <FilesAgain />
          <Rows uploads={uploads} />
        </>
      )}
    </section>
  )
}

/** What there is to know before the first upload. */
function Points() {
  const icons: IconName[] = ['retry', 'door', 'shield']
  return (
    <ul class="points">
      {text.home.points.map(([what, how], at) => (
        <li key={what}>
          <Icon name={icons[at] ?? 'check'} />
          <h3>{what}</h3>
          <p>{how}</p>
        </li>
      ))}
    </ul>
  )
}
