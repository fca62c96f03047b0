import { useSignal } from '@preact/signals'
import type { Receipt } from '../../shared/receipt.ts'
import { copyText } from '../state/clipboard.ts'
import { takeFocus } from './take-focus.ts'
import { closeDialog } from '../state/dialogs.ts'
import { later } from '../text/catalogue.ts'
import { ReceiptFacts, saveReceipt } from './receipt-facts.tsx'

/** A verified upload's receipt, to be read, copied and saved. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const feedback = useSignal('')
  const json = `${JSON.stringify(receipt, null, 2)}\n`
  const copy = () => {
    copyText(json).then(
      () => (feedback.value = later.receipt.copied),
      () => (feedback.value = later.receipt.copyFailed),
    )
  }
  return (
    <>
      <h2 id="dialog-heading">{later.receipt.heading}</h2>
      <ReceiptFacts receipt={receipt} />
      <div class="actions">
        <button type="button" class="button" onClick={copy}>
          {later.receipt.copy}
        </button>
        <button type="button" class="button" onClick={() => saveReceipt(receipt, json)}>
          {later.receipt.save}
        </button>
        <button type="button" class="button primary" ref={takeFocus} onClick={closeDialog}>
          {later.receipt.close}
        </button>
        <span class="feedback" role="status">
          {feedback}
        </span>
      </div>
    </>
  )
}
