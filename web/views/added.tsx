import { batch, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { pathTo } from '../routing/route.ts'
import { isRowNear, linkOfRow, scrollToRow } from '../rows/scroll-to.ts'
import { added } from '../state/adding.ts'
import { announceAdded } from '../state/announce.ts'
import { showAll } from '../state/filter.ts'
import { go } from '../state/location.ts'
import { now } from '../state/page.ts'
import { list } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'
import { DismissButton } from './dismiss-button.tsx'

/** ms in which a row that is near the window is there. */
const RENDERED = 200

/**
 * Says how many were added where the first of them is out of sight, as the end of a long list is, until
 * it has been seen. Else screen readers alone are told.
 */
export function Added() {
  /** What it is told of, by the first. */
  const told = useSignal<string | null>(null)
  const some = added.value
  useEffect(() => {
    const look = () => {
      if (!some) return
      if (!isRowNear(some.first)) {
        told.value = some.first
        return
      }
      announceAdded(some.count)
      added.value = null
    }
    const timer = setTimeout(look, RENDERED)
    return () => clearTimeout(timer)
  }, [some])
  if (!some || told.value !== some.first) return null
  return <Unseen key={some.first} count={some.count} first={some.first} />
}

function Unseen({ count, first }: { readonly count: number; readonly first: string }) {
  // Looked at again each second.
  void now.value
  const wasListed = useRef(false)
  useEffect(() => {
    // The list has it a moment after it was added.
    const isGone = wasListed.current && !list.find(first)
    if (isGone || isRowNear(first)) added.value = null
    wasListed.current ||= list.find(first) !== undefined
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
