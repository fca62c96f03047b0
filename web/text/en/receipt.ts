import type { ChecksumAlgorithm } from '../../../shared/checksum.ts'
import type { Proof } from '../../../shared/receipt.ts'
import type { Words } from './words.ts'

const proofs: Record<Proof, string> = {
  'object-checksum':
    'The storage computed the checksum of the whole object; it equals the one that the browser computed from the file.',
  'parts-checksum':
    'The storage checked every part on arrival, and its ETag of the whole equals the one that the browser computed from the file.',
  'size-only':
    'This storage checks no content: only the size was compared. The content is not proved.',
}

const algorithms: Record<ChecksumAlgorithm, string> = {
  crc64nvme: 'CRC64NVME',
  md5: 'MD5 of the parts’ MD5s',
  none: 'None',
}

/** What is said of a receipt; loaded with the views that show one. */
export const receipt = ({ format, plural }: Words) => ({
  proofs,
  algorithms,
  heading: 'Receipt',
  name: 'Name',
  bucket: 'Bucket',
  key: 'Key',
  size: 'Size',
  parts: 'Parts',
  partsValue: (count: number, size: string) =>
    `${format.number(count)}, of ${size} each but the last`,
  onePart: format.number(1),
  checksum: 'Checksum',
  noChecksum: 'The storage has none',
  etag: 'ETag',
  started: 'Started',
  verified: 'Verified',
  completed: 'Completed',
  disproved: 'Found to differ',
  proved: 'What was proved.',
  signature: 'Signature',
  signedBy: (key: string) => `By this service, with its key ${key}`,
  unsigned: 'None: this receipt was made before receipts were signed',
  unhashed: (count: number) =>
    plural(count, {
      one: 'But # part went up in the background before the browser had read it for its checksum, and could not be read afterwards: for it the storage’s own checksum stands, compared with nothing.',
      other:
        'But # parts went up in the background before the browser had read them for their checksums, and could not be read afterwards: for these the storage’s own checksums stand, compared with nothing.',
    }),
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Save the receipt instead.',
  save: 'Save as JSON',
  close: 'Close',
  /** @param size rounded, in people's units */
  sizeValue: (size: string, bytes: number) =>
    `${size} (${plural(bytes, { one: '# byte', other: '# bytes' })})`,
  missing: 'The receipt could not be read. Reload this page and try again.',
})
