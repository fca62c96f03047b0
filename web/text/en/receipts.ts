import type { CheckedFact, Verdict } from '../../../shared/receipt-check.ts'
import type { SignatureFlaw } from '../../../shared/receipt-signature.ts'
import { hashNames } from '../hash-names.ts'
import type { Words } from './words.ts'

const verdicts: Record<Verdict, { heading: string; what: string }> = {
  good: {
    heading: 'The file is what the receipt states',
    what: 'The receipt is signed by this service, and size and checksums of the file are those that it states.',
  },
  'by-crc-alone': {
    heading: 'The file is what the receipt states',
    what: 'The receipt is signed by this service, and size and checksum match. They were compared by CRC64NVME alone: that finds damage, but not a change made on purpose.',
  },
  'without-sha256': {
    heading: 'The file matches, compared without SHA-256',
    what: 'The receipt is signed by this service, and size and checksums match. They were compared without SHA-256: that finds damage and what others change, but not another file that whoever sent it prepared to match.',
  },
  unsigned: {
    heading: 'The file matches, but the receipt is not proved',
    what: 'Size and checksums match. Whether this service wrote the receipt was not found out: see below. Until then, anybody may have written it.',
  },
  'size-only': {
    heading: 'Only the size was compared',
    what: 'The receipt has no checksum that can be compared, so the content is not proved.',
  },
  disproved: {
    heading: 'Do not rely on this file',
    what: 'It is what arrived, and the receipt is good. But the browser that sent it found afterwards that the file there was another one: it was changed while it was sent or later. Ask whoever sent it to send it once more.',
  },
  'another-file': {
    heading: 'The file is not what the receipt states',
    what: 'It is another file, or it was changed. Check that you chose the right one, and the receipt that belongs to it.',
  },
  'not-believed': {
    heading: 'This receipt is not to be believed',
    what: 'Its signature is not good: it was changed, or is from another service. Ask whoever gave it to you for the receipt as it was saved.',
  },
}

const facts: Record<CheckedFact, string> = {
  size: 'Size',
  crc64nvme: 'CRC64NVME',
  parts: 'MD5 of the parts’ MD5s',
  etag: 'ETag',
  ...hashNames,
}

const flaws: Record<SignatureFlaw['flaw'], string> = {
  none: 'The receipt has none: it was made before receipts were signed.',
  'unknown-key': 'It is by a key that this service does not have: the receipt is from another one.',
  'not-by-key': 'It is not by the key that the receipt names.',
  'no-receipt': 'It is of something that is no receipt.',
  'other-key': 'It is by another key than the receipt says.',
  changed: 'The receipt was changed after it was signed.',
}

/** What the page of receipts says. */
export const receipts = ({ format }: Words) => ({
  back: 'All files',
  toUpload: 'This upload',
  toCheck: 'Check a receipt',
  open: 'Open as a page',
  print: 'Print',
  printHint: 'To keep it as a PDF, choose that in place of a printer.',
  noReceipt: 'There is no receipt of this upload yet',
  noReceiptNext: 'It is made when the file is verified.',
  verifiedMeans: 'What “Verified” means.',
  verified: (isSigned: boolean) =>
    `The browser computed the checksum of each part from the file, the storage compared it with what arrived, and this service compared the whole with what the storage then had${isSigned ? ', and signed this receipt' : ''}.`,

  heading: 'Check a receipt',
  lead: 'Choose a receipt that was saved as JSON, and the file that it is of. Both stay on this device: the file is read here and sent nowhere.',
  receipt: 'Receipt',
  file: 'File',
  chooseReceipt: 'Choose the receipt',
  chooseFile: 'Choose the file',
  release: 'Drop the receipt or its file to check them',
  check: 'Check',
  stop: 'Stop',
  reading: (share: number) => `Reading the file: ${format.percent(share)}`,
  noReceiptFile: 'This is no receipt of Longhaul. Choose the JSON file that was saved.',
  unreadable:
    'The file could not be read to its end. Choose it again, and check the disk if it happens again.',
  signature: 'Signature',
  signed: (key: string) => `By this service, with its key ${format.name(key)}`,
  flaws,
  changedFacts: (names: readonly string[]) => `Changed: ${format.list(names)}`,
  noKeys: 'Not checked: the service’s keys could not be fetched. Check again with a connection.',
  noEd25519:
    'Not checked: this browser knows no Ed25519. Use a newer one, or “longhaul verify” on a computer.',
  facts,
  outcomes: { matches: 'Matches', differs: 'Differs', unknown: 'Can’t be compared' },
  stated: (value: string) => `In the receipt: ${format.name(value)}`,
  found: (value: string) => `Of the file: ${format.name(value)}`,
  verdicts,
})
