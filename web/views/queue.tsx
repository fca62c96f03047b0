import { alwaysPauses } from '../state/closing.ts'
import { narrowed } from '../state/narrowed.ts'
import { list } from '../state/uploads.ts'
import { text } from '../text/catalogue.ts'
import { Icon, type IconName } from './icon.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'
import { Rows } from './rows.tsx'

const BulkActions = lazy(async () => (await loadTools()).BulkActions, true)
const FilesAgain = lazy(async () => (await loadTools()).FilesAgain, true)
const Filter = lazy(async () => (await loadTools()).Filter, true)

/** So many uploads are seen at a glance: nobody has to look for one. */
const FEW = 5

/** All uploads, with what can be done to all of them. */
export function Queue() {
  const uploads = list.order.value
  const some = narrowed.value
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
        {uploads.length > 0 && !some && <BulkActions />}
      </div>
      {uploads.length === 0 ? (
        <Points />
      ) : (
        <>
          <FilesAgain />
          {(uploads.length > FEW || some) && <Filter />}
          <Rows uploads={some ? some.value : uploads} />
        </>
      )}
    </section>
  )
}

/** What there is to know before the first upload. */
function Points() {
  const icons: IconName[] = ['retry', 'door', 'shield']
  const { keepOpen, points } = text.home
  return (
    <ul class="points">
      {points
        .map((point, at) => (at === 1 && alwaysPauses.value ? keepOpen : point))
        .map(([what, how], at) => (
          <li key={what}>
            <Icon name={icons[at] ?? 'check'} />
            <h3>{what}</h3>
            <p>{how}</p>
          </li>
        ))}
    </ul>
  )
}
