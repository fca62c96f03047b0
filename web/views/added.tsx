import { batch, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { pathTo } from '../routing/route.ts'
import { hasRows, isRowNear, linkOfRow, scrollToRow } from '../rows/scroll-to.ts'
import { added } from '../state/adding.ts'
import { announceAdded } from '../state/announce.ts'
import { showAll } from '../state/filter.ts'
import { go } from '../state/location.ts'
import { now } from '../state/page.ts'
import { list } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'
import { DismissButton } from './dismiss-button.tsx'

/** ms in which a row that is near the window is rendered once the list has it. */
const RENDERED = 200
/** How often it is looked whether the list has it, which a slow computer takes its time for. */
const MOST_LOOKS = 15

/**
 * Says how many were added where the first of them is out of sight, as the end of a long list is, until
 * it has been seen. Else screen readers alone are told.
 */
export function Added() {
  /** What it is told of, by the first. */
  const told = useSignal<string | null>(null)
  const some = added.value
  useEffect(() => {
    if (!some) return
    let looks = 0
    let wasListed = false
    const look = () => {
      looks += 1
      if (isRowNear(some.first)) {
        announceAdded(some.count)
        added.value = null
      } else if (wasListed || looks === MOST_LOOKS) {
        told.value = some.first
      } else {
        wasListed = hasRows() && list.find(some.first) !== undefined
        timer = setTimeout(look, RENDERED)
      }
    }
    let timer = setTimeout(look, RENDERED)
    return () => clearTimeout(timer)
  }, [some])
  if (!some || told.value !== some.first) return null
  return <Unseen key={some.first} count={some.count} first={some.first} />
}

function Unseen({ count, first }: { readonly count: number; readonly first: string }) {
  // Looked at again each second.
  void now.value
  useEffect(() => {
    if (isRowNear(first) || !list.find(first)) added.value = null
  })
  return (
    <p>
      <span>{later.announce.added(count)}</span>
      <button type="button" class="button quiet" onClick={() => void show(first)}>
        {later.added.show}
      </button>
      <DismissButton onClick={() => (added.value = null)} />
    </p>
  )
}

/** Scrolls to it, out of any filter, and gives it the keyboard's place. */
async function show(id: string): Promise<void> {
  batch(() => {
    added.value = null
    go(pathTo('home'))
    showAll()
  })
  const place = list.order.peek().findIndex((one) => one.id === id) + 1
  if (place === 0) return
  await scrollToRow(id, place)
  linkOfRow(id)?.focus({ preventScroll: true })
}
