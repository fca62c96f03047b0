import { useSignal } from '@preact/signals'
import type { Receipt } from '../../shared/receipt.ts'
import { pathToReceipt } from '../routing/route.ts'
import { copyText } from '../state/clipboard.ts'
import { sayAnew } from '../state/say-anew.ts'
import { takeFocus } from './take-focus.ts'
import { closeDialog } from '../state/dialogs.ts'
import { list } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'
import { ReceiptFacts, saveReceipt, textOfReceipt } from './receipt-facts.tsx'

interface ReceiptProps {
  readonly receipt: Receipt
  /** Whether the file had turned out to be another one than was sent, when it was in the list. */
  readonly wasDisproved?: boolean
  /** Where the receipt has a page: the upload is in the list or the history. */
  readonly id?: string
}

/** An upload's receipt, to be read, copied and saved. */
export function ReceiptView({ receipt, wasDisproved = false, id }: ReceiptProps) {
  const upload = list.order.value.find((one) => one.id === id)
  const isDisproved = wasDisproved || upload?.view.value.state === 'disproved'
  const feedback = useSignal('')
  const json = textOfReceipt(receipt)
  const copy = () => {
    copyText(json).then(
      () => sayAnew(feedback, later.receipt.copied),
      () => sayAnew(feedback, later.receipt.copyFailed),
    )
  }
  return (
    <>
      <h2 id="dialog-heading" tabIndex={-1} ref={takeFocus}>
        {later.receipt.heading}
      </h2>
      <ReceiptFacts receipt={receipt} isDisproved={isDisproved} />
      {id !== undefined && (
        <p>
          <a href={pathToReceipt(id)} onClick={closeDialog}>
            {later.receipts.open}
          </a>
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={copy}>
          {later.receipt.copy}
        </button>
        <button type="button" class="button" onClick={() => saveReceipt(receipt, json)}>
          {later.receipt.save}
        </button>
        <button type="button" class="button primary" onClick={closeDialog}>
          {later.receipt.close}
        </button>
        <span class="feedback" role="status">
          {feedback}
        </span>
      </div>
    </>
  )
}
