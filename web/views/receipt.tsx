import { useSignal } from '@preact/signals'
import type { Receipt } from '../../shared/receipt.ts'
import { copyText } from '../state/clipboard.ts'
import { closeDialog } from '../state/dialogs.ts'
import { format, text } from '../text/en.ts'
import { fullName } from '../uploads/order.ts'

/** A verified upload's receipt, to be read, copied and saved. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const feedback = useSignal('')
  const { unhashedParts } = receipt.checksum
  const json = `${JSON.stringify(receipt, null, 2)}\n`
  const copy = () => {
    copyText(json).then(
      () => (feedback.value = text.receipt.copied),
      () => (feedback.value = text.receipt.copyFailed),
    )
  }
  return (
    <>
      <h2 id="dialog-heading">{text.receipt.heading}</h2>
      <Facts receipt={receipt} />
      <p class="proof">
        <strong>{text.receipt.proved}.</strong> {text.proofs[receipt.checksum.proof]}
        {unhashedParts !== undefined && ` ${text.receipt.unhashed(unhashedParts)}`}
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={copy}>
          {text.receipt.copy}
        </button>
        <button type="button" class="button" onClick={() => save(receipt, json)}>
          {text.receipt.save}
        </button>
        <button type="button" class="button primary" autofocus onClick={closeDialog}>
          {text.receipt.close}
        </button>
        <span class="feedback" role="status">
          {feedback}
        </span>
      </div>
    </>
  )
}

function Facts({ receipt }: { receipt: Receipt }) {
  const { checksum } = receipt
  const labels = text.receipt
  const facts: [string, string, string?][] = [
    [labels.name, fullName(receipt)],
    [labels.size, labels.sizeValue(format.bytes(receipt.size), format.number(receipt.size))],
    [labels.bucket, receipt.bucket],
    [labels.key, receipt.key],
    [labels.parts, partsOf(receipt)],
    [labels.checksum, text.algorithms[checksum.algorithm], checksum.value ?? labels.noChecksum],
    [labels.etag, receipt.etag],
    [labels.started, ...times(receipt.createdAt)],
    [labels.verified, ...times(receipt.completedAt)],
    [labels.signature, signatureOf(receipt)],
  ]
  return (
    <dl class="receipt">
      {facts.map(([label, value, more]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
          {more !== undefined && <dd>{more}</dd>}
        </div>
      ))}
    </dl>
  )
}

function partsOf({ partCount, partSize }: Receipt): string {
  if (partCount === 1) return text.receipt.onePart
  return text.receipt.partsValue(format.number(partCount), format.bytes(partSize))
}

function signatureOf({ signature }: Receipt): string {
  return signature ? text.receipt.signedBy(signature.kid) : text.receipt.unsigned
}

function times(iso: string): [string, string] {
  return [format.localTime(iso), format.utcTime(iso)]
}

function save({ name }: Receipt, json: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.receipt.json`
  link.click()
  URL.revokeObjectURL(url)
}
