import { kindsIn, type Hashes } from '../../shared/hashes.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { saveFile } from '../files/save.ts'
import { format, later } from '../text/catalogue.ts'
import { exactSize } from '../text/exact-size.ts'
import { hashNames } from '../text/hash-names.ts'
import { fullName } from '../uploads/order.ts'
import { AcquisitionAlarm, DetailsFacts } from './details-facts.tsx'
import { Disproved } from './disproved.tsx'

interface FactsProps {
  readonly receipt: Receipt
  /** Whether this browser sent it, and knows that the file turned out another one than was sent. */
  readonly isDisproved?: boolean
  /** Of a file that was read, with which what was entered is compared; else those of the receipt. */
  readonly hashesFound?: Hashes
}

/** What a receipt states. */
export function ReceiptFacts({
  receipt,
  isDisproved: isOwn = false,
  hashesFound = receipt.hashes,
}: FactsProps) {
  const { checksum, disproved } = receipt
  const isDisproved = isOwn || disproved !== undefined
  const { unhashedParts } = checksum
  const labels = later.receipt
  const facts: [string, string, string?][] = [
    [labels.name, fullName(receipt)],
    [labels.size, exactSize(receipt.size)],
    [labels.bucket, receipt.bucket],
    [labels.key, receipt.key],
    [labels.parts, partsOf(receipt)],
    [labels.checksum, labels.algorithms[checksum.algorithm], checksum.value ?? labels.noChecksum],
    [labels.etag, receipt.etag],
    ...hashesOf(receipt),
    [labels.started, ...times(receipt.createdAt)],
    [isDisproved ? labels.completed : labels.verified, ...times(receipt.completedAt)],
    ...(disproved
      ? [[labels.disproved, ...times(disproved.at)] satisfies [string, string, string?]]
      : []),
    [labels.signature, signatureOf(receipt)],
  ]
  return (
    <>
      {isDisproved && <Disproved isOwn={isOwn} />}
      <AcquisitionAlarm details={receipt.details ?? []} hashes={hashesFound} />
      <dl class="receipt">
        {facts.map(([label, value, more]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Value text={value} />
            </dd>
            {more !== undefined && (
              <dd>
                <Value text={more} />
              </dd>
            )}
          </div>
        ))}
      </dl>
      {receipt.details && (
        <>
          <h3>{later.details.shown}</h3>
          <p class="hint">{later.details.entered}</p>
          <DetailsFacts details={receipt.details} hashes={hashesFound} />
        </>
      )}
      {receipt.hashes && (
        <p class="proof">
          <strong>{later.hashes.heading}.</strong> {later.hashes.byBrowser}
        </p>
      )}
      {!isDisproved && (
        <p class="proof">
          <strong>{later.receipt.proved}</strong> {labels.proofs[receipt.checksum.proof]}
          {unhashedParts !== undefined && ` ${later.receipt.unhashed(unhashedParts)}`}
        </p>
      )}
    </>
  )
}

/** A hash in hex, as ETags are too, or a CRC-64 in base64. */
const COMPARED = /^(?:[\da-f]{32,}(?:-\d+)?|[\w+/]{11}=)$/

/** What is compared digit by digit has digits of one width. */
function Value({ text }: { text: string }) {
  return <bdi>{COMPARED.test(text) ? <code>{text}</code> : text}</bdi>
}

function hashesOf({ hashes }: Receipt): [string, string][] {
  return hashes ? kindsIn(hashes).map((kind) => [hashNames[kind], hashes[kind] ?? '']) : []
}

function partsOf({ partCount, partSize }: Receipt): string {
  if (partCount === 1) return later.receipt.onePart
  return later.receipt.partsValue(partCount, format.bytes(partSize))
}

function signatureOf({ signature }: Receipt): string {
  return signature ? later.receipt.signedBy(signature.kid) : later.receipt.unsigned
}

/** By the reader's clock and in UTC, once where they are the same. */
function times(iso: string): [string, string?] {
  const [local, utc] = [format.localTime(iso), format.utcTime(iso)]
  return local === utc ? [local] : [local, utc]
}

/** As it is saved and copied: what `longhaul verify` reads. */
export function textOfReceipt(receipt: Receipt): string {
  return `${JSON.stringify(receipt, null, 2)}\n`
}

/** Saves a receipt as a file of the browser's. */
export function saveReceipt({ name }: Receipt, json: string): void {
  saveFile(`${name}.receipt.json`, json, 'application/json')
}
