import type { UploadView } from '../../shared/messages.ts'
import { choose, chosen, counts, entered, search, showAll } from '../state/filter.ts'
import { narrowed } from '../state/narrowed.ts'
import { canBeArranged } from '../state/order.ts'
import { removeUploads } from '../state/removal.ts'
import { act, list } from '../state/uploads.ts'
import { format, later } from '../text/catalogue.ts'
import { GROUPS, type Group } from '../uploads/filter.ts'
import { canBeCancelled, isRetriable, isFinished } from './bulk-actions.tsx'
import { cancelUploads } from './cancel.tsx'
import { openOrder } from './order.tsx'
import '../style/fields.css'
import '../style/filter.css'

/** Narrows a long list by name and by state, and acts on what is left of it. */
export function Filter() {
  const isNarrowed = narrowed.value !== null
  return (
    <search class="filter" aria-label={later.filter.label}>
      <label class="search">
        <span class="visually-hidden">{later.filter.search}</span>
        <input
          class="input"
          type="search"
          placeholder={later.filter.search}
          value={entered.value}
          onInput={({ currentTarget }) => search(currentTarget.value)}
        />
      </label>
      <fieldset class="chips">
        <legend class="visually-hidden">{later.filter.states}</legend>
        <Chip group={null} count={list.order.value.length} />
        {GROUPS.map((group) => (
          <Chip key={group} group={group} count={counts.value[group]} />
        ))}
      </fieldset>
      {isNarrowed && <Shown />}
    </search>
  )
}

/** One of the groups, where there is any upload of it. @param group null for all */
function Chip({ group, count }: { group: Group | null; count: number }) {
  const isChosen = chosen.value === group
  if (count === 0 && !isChosen) return null
  return (
    <label class="chip">
      <input type="radio" name="group" checked={isChosen} onChange={() => choose(group)} />
      {later.filter.groups[group ?? 'all']} <span class="count">{format.number(count)}</span>
    </label>
  )
}

/** How many are left, and what can be done to them. */
function Shown() {
  const uploads = narrowed.value?.value ?? []
  void list.totals.value
  const views = uploads.map(({ view }) => view.peek())
  const { filter, order, row } = later
  const buttons: [string, (view: UploadView) => boolean, (ids: string[]) => void][] = [
    [row.pause, canBePaused, (ids) => act('pause', ids)],
    [row.resume, ({ state }) => state === 'paused', (ids) => act('resume', ids)],
    [row.retry, isRetriable, (ids) => act('retry', ids)],
    [row.remove, isFinished, removeUploads],
    [order.open, canBeArranged, openOrder],
    [row.cancel, canBeCancelled, cancelUploads],
  ]
  return (
    <div class="shown">
      <p>{filter.shown(uploads.length, list.order.value.length)}</p>
      <div class="actions" role="group" aria-label={filter.actions(uploads.length)}>
        {buttons.map(([label, holds, act]) => {
          const ids = views.filter(holds).map(({ id }) => id)
          if (ids.length === 0) return null
          return (
            <button key={label} type="button" class="button quiet" onClick={() => doTo(ids, act)}>
              {filter.forSome(label, ids.length)}
            </button>
          )
        })}
        <button type="button" class="button quiet" onClick={() => doTo([], showAll)}>
          {filter.showAll}
        </button>
      </div>
    </div>
  )
}

function canBePaused({ state }: UploadView): boolean {
  return state === 'waiting' || state === 'uploading'
}

/** The button may go away by what it does: the keyboard's place is kept at the list. */
function doTo(ids: string[], act: (ids: string[]) => void): void {
  document.getElementById('uploads-heading')?.focus({ preventScroll: true })
  act(ids)
}
