import type { Receipt } from '../../../shared/receipt.ts'
import { ReceiptFacts, saveReceipt, textOfReceipt } from '../../views/receipt-facts.tsx'
import { commands } from '../commands.ts'
import { text } from '../text/catalogue.ts'
import { Button, Copyable } from './parts.tsx'

/** A receipt as a whole, and how a file is checked against it. */
export function ReceiptDetail({ receipt, onClose }: { receipt: Receipt; onClose: () => void }) {
  const { receipts: words } = text
  const json = textOfReceipt(receipt)
  return (
    <>
      <h2 id="dialog-heading" tabIndex={-1} autofocus>
        {words.open(receipt.name)}
      </h2>
      <ReceiptFacts receipt={receipt} />
      <div class="verify">
        <p>
          {words.verify} <a href="/api/receipts/jwks.json">{words.keys}</a>
        </p>
        <Copyable value={commands.verifyReceipt(location.origin)} label={words.verify} />
      </div>
      <div class="actions">
        <Button onClick={() => saveReceipt(receipt, json)}>{words.save}</Button>
        <button type="button" class="button primary" onClick={onClose}>
          {text.close}
        </button>
      </div>
    </>
  )
}
