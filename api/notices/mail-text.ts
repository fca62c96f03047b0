import type { Details } from '../../shared/details.ts'
import { cutToBytes, escapeInvisible } from '../text.ts'
import { ABORTED_BY_ADMIN, type Notice } from './notice.ts'

/** Bytes of a name in a subject: a line of a mail has at most 998 (RFC 5322, 2.1.1). */
const MAX_SUBJECT_NAME = 150

const BEGINNINGS = {
  'upload.completed': ['Arrived', 'A file arrived, and was verified.'],
  'upload.failed': ['Failed', 'A file did not arrive.'],
  'upload.aborted': ['Cancelled', 'The upload of a file was cancelled.'],
} as const satisfies Record<Notice['type'], readonly [string, string]>

/** Of one that failed after it had arrived: nobody removes it for that. */
const DISPROVED = [
  'Found to differ',
  'A file that arrived is not what was to be sent; it was left in the bucket.',
] as const

const REASONS: Readonly<Record<string, string>> = {
  upload_gone: 'the store no longer has the upload: it was aborted or cleaned up',
  key_exists: 'the store has another object under its key',
  object_mismatch: 'what arrived is not what was sent; it was removed',
  file_changed: 'the file was another one when it was read as a whole: it was changed meanwhile',
  store_denied: 'the store refuses it; the server log says why',
  [ABORTED_BY_ADMIN]: 'an admin aborted it',
}

const PROOFS = {
  'object-checksum': 'the store computed it of the whole object, equal to the browser’s',
  'parts-checksum': 'the store made it of the parts, equal to the browser’s',
  'size-only': 'the store checks no content: only the size was compared',
}

/**
 * A notice as a mail of plain text. What comes from outside stands between quotes or alone in its line,
 * and can neither begin a line nor a header.
 */
export function describeNotice({ type, timestamp, data }: Notice): {
  subject: string
  text: string
} {
  const [word, sentence] = data.receipt?.disproved ? DISPROVED : BEGINNINGS[type]
  const name = escapeInvisible(data.name)
  const file = escapeInvisible(data.path === '' ? data.name : `${data.path}/${data.name}`)
  const lines: [label: string, value: string][] = [
    ['File', `"${file}"`],
    ['Size', `${data.size} bytes`],
    ['Bucket', data.bucket],
    ['Key', escapeInvisible(data.key)],
    ...reasonOf(data.code),
    ...proofOf(data.receipt),
    ['Sent by', data.who ?? 'anybody'],
    ['Upload', data.upload],
    ['When', timestamp],
  ]
  const table = lines.map(([label, value]) => `${`${label}:`.padEnd(11)}${value}`).join('\n')
  const details = describeDetails(data.details)
  const end = data.receipt === null ? '' : '\nThe signed receipt is attached.\n'
  return {
    subject: `${word}: ${cutToBytes(name, MAX_SUBJECT_NAME)}`,
    text: `${sentence}\n\n${table}\n${details}${end}`,
  }
}

/** Each in a line of its own, and quoted: it is what a stranger entered. */
function describeDetails(details: Details): string {
  const lines = details.map(({ label, value, chosen }) => {
    const said = typeof value === 'string' ? `"${escapeInvisible(value)}"` : String(value)
    return `  ${escapeInvisible(label)}: ${said}${chosen === undefined ? '' : ` (${escapeInvisible(chosen)})`}\n`
  })
  return lines.length === 0 ? '' : `\nAs it was entered by whoever sent it:\n${lines.join('')}`
}

function reasonOf(code: string | null): [string, string][] {
  if (code === null) return []
  const reason = REASONS[code]
  return [['Reason', reason === undefined ? code : `${reason} (${code})`]]
}

function proofOf(receipt: Notice['data']['receipt']): [string, string][] {
  if (receipt === null) return []
  const { algorithm, value, proof, unhashedParts } = receipt.checksum
  const lines: [string, string][] = [
    ['Checksum', value === null ? 'none' : `${algorithm} ${value}`],
    ['Proof', PROOFS[proof]],
  ]
  if (unhashedParts !== undefined) {
    lines.push(['Unproved', `${unhashedParts} parts, compared with nothing`])
  }
  lines.push(['Began', receipt.createdAt], ['Completed', receipt.completedAt])
  if (receipt.disproved) {
    const { at, crc64nvme } = receipt.disproved
    lines.push(['Disproved', `${at}, the file then had crc64nvme ${crc64nvme}`])
  }
  return lines
}
