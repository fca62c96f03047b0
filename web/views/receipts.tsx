import '../style/receipts.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Receipt } from '../../shared/receipt.ts'
import { keptReceiptOf, type KeptReceipt } from '../history/state.ts'
import { pathTo, pathToReceipt, pathToUpload } from '../routing/route.ts'
import { list } from '../state/uploads.ts'
import { later, text } from '../text/catalogue.ts'
import { receiptOf } from '../worker-door.ts'
import { CheckReceipt } from './check-receipt.tsx'
import { ReceiptFacts, saveReceipt, textOfReceipt } from './receipt-facts.tsx'
import { ViewHeading } from './view-heading.tsx'

/** The receipt of an upload to be kept, or where any receipt is checked. @param id null for the latter */
export function Receipts({ id }: { id: string | null }) {
  const isInList = list.order.value.some((upload) => upload.id === id)
  return (
    <article class="receipts" data-testid="receipts">
      <p class="back">
        <a href={pathTo('home')}>{later.receipts.back}</a>
        {id !== null && isInList && <a href={pathToUpload(id)}>{later.receipts.toUpload}</a>}
        {id !== null && <a href={pathToReceipt(null)}>{later.receipts.toCheck}</a>}
      </p>
      {id === null ? <CheckReceipt /> : <OneReceipt id={id} />}
    </article>
  )
}

function OneReceipt({ id }: { id: string }) {
  const found = useSignal<KeptReceipt | null | 'reading' | 'unread'>('reading')
  const upload = list.order.value.find((one) => one.id === id)
  useEffect(() => {
    find(id).then(
      (receipt) => (found.value = receipt),
      (error: unknown) => {
        console.warn('the receipt is not known', error)
        found.value = 'unread'
      },
    )
  }, [id])
  if (found.value === 'reading') return <h1 class="starting">{text.views.loading}</h1>
  if (found.value === 'unread') return <Unread />
  if (found.value === null) {
    return (
      <section class="card">
        <ViewHeading>{later.receipts.noReceipt}</ViewHeading>
        <p>{later.receipts.noReceiptNext}</p>
      </section>
    )
  }
  const { receipt, wasDisproved } = found.value
  const isDisproved = wasDisproved || upload?.view.value.state === 'disproved'
  return <Printed receipt={receipt} isDisproved={isDisproved} />
}

/** The worker has that of what is in the list, the history that of what was removed from it. */
async function find(id: string): Promise<KeptReceipt | null> {
  try {
    const receipt = await receiptOf(id)
    return receipt ? { receipt, wasDisproved: false } : await keptReceiptOf(id)
  } catch (error) {
    const kept = await keptReceiptOf(id).catch(() => null)
    if (kept) return kept
    throw error
  }
}

/** There may be one: only the worker has given no answer. */
function Unread() {
  return (
    <section class="card" role="alert">
      <ViewHeading>{later.receipt.heading}</ViewHeading>
      <p>{later.receipt.missing}</p>
      <div>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {text.banner.reload}
        </button>
      </div>
    </section>
  )
}

function Printed({ receipt, isDisproved }: { receipt: Receipt; isDisproved: boolean }) {
  const words = later.receipts
  const { proof, unhashedParts } = receipt.checksum
  return (
    <section class="card printed">
      <ViewHeading>{later.receipt.heading}</ViewHeading>
      {/* On paper nothing else says which service it is by. */}
      <p>
        <bdi>{location.origin}</bdi>
      </p>
      <ReceiptFacts receipt={receipt} isDisproved={isDisproved} />
      {proof !== 'size-only' && unhashedParts === undefined && !isDisproved && (
        <p class="proof">
          <strong>{words.verifiedMeans}</strong> {words.verified(receipt.signature !== undefined)}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => window.print()}>
          {words.print}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => saveReceipt(receipt, textOfReceipt(receipt))}
        >
          {later.receipt.save}
        </button>
        <span class="hint">{words.printHint}</span>
      </div>
    </section>
  )
}
