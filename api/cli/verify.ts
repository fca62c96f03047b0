import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { JWK } from 'jose'
import * as v from 'valibot'
import type { Details } from '../../shared/details.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import { flawOfSignature } from '../receipts/signature.ts'
import { UnreadableError, UsageError, type Command, type Printed } from './command.ts'
import { escapeInvisible } from '../text.ts'
import { readKeySet } from './key-set.ts'
import { measureFile, type Measured } from './measure.ts'

const HELP = `longhaul verify RECEIPT FILE [--jwks KEYS]
  RECEIPT       a receipt as the page saves it, or as it is in the bucket
  FILE          the file that it is of; it is read once, whatever its size
  --jwks KEYS   the keys that are believed: a file, or an https address
                (https://files.example.com/api/receipts/jwks.json). Without it the signature
                is not checked, and nothing asks the network.

Exit codes:
  0  the signature is good, and the file is what the receipt states
  1  the signature is not good, or the file is another one
  2  nothing was checked: called wrongly, or something can't be read
  3  nothing differs, but not all was checked: no --jwks, no signature, or no checksum
`

const OPTIONS = { jwks: { type: 'string' }, help: { type: 'boolean', default: false } } as const

const SIZE = 'size'
const MD5 = 'MD5 of parts'
const ETAG = 'ETag'

interface Check {
  readonly name: string
  readonly outcome: 'matches' | 'differs' | 'not checked'
  readonly detail: string
}

type Report = Exclude<Printed, string>

/** `longhaul verify`: whether a file is what its receipt states, and whose receipt it is. */
export const verify: Command<string | Report> = async (options) => {
  const { values, positionals } = readOptions(options)
  if (values.help) return HELP
  const [receiptPath, filePath, ...rest] = positionals
  if (receiptPath === undefined || filePath === undefined || rest.length > 0) {
    throw new UsageError('it is called as: longhaul verify RECEIPT FILE', HELP)
  }
  const receipt = await readReceipt(receiptPath)
  const keys = values.jwks === undefined ? undefined : await readKeySet(values.jwks)
  const signature = await checkSignature(receipt, keys)
  const content = compare(receipt, await orUnreadable(filePath, measureFile(filePath, receipt)))
  return report(receipt, filePath, signature, content)
}

function readOptions(options: string[]) {
  try {
    return parseArgs({ args: options, options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), HELP, { cause })
  }
}

async function readReceipt(path: string): Promise<Receipt> {
  const text = await orUnreadable(path, readFile(path, 'utf8'))
  const receipt = v.safeParse(v.pipe(v.string(), v.parseJson(), receiptSchema), text)
  if (receipt.success) return receipt.output
  throw new UnreadableError(`${path} is not a receipt that this version knows`)
}

async function orUnreadable<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    throw new UnreadableError(`${path} can't be read: ${cause.message}`, { cause })
  }
}

async function checkSignature(receipt: Receipt, keys: readonly JWK[] | undefined): Promise<Check> {
  const name = 'signature'
  const { signature } = receipt
  if (keys) {
    const flaw = await flawOfSignature(receipt, keys)
    return flaw === undefined
      ? { name, outcome: 'matches', detail: `key ${signature?.kid}` }
      : { name, outcome: 'differs', detail: flaw }
  }
  const detail = signature ? `it names the key ${signature.kid}` : 'the receipt has none'
  return { name, outcome: 'not checked', detail }
}

/** One check for all that the receipt states of the content. */
function compare(receipt: Receipt, { size, checksums }: Measured): Check[] {
  const length = equal(SIZE, `${receipt.size} bytes`, `${size} bytes`)
  if (!checksums) return [length]
  const { algorithm, value, etagOfParts } = receipt.checksum
  // Of a file that was put as a whole it has no number of parts.
  const md5 = (!receipt.etag.includes('-') && checksums.md5) || checksums.md5OfParts
  const checks = [length]
  if (algorithm === 'crc64nvme' && value !== null) {
    checks.push(equal('CRC64NVME', value, checksums.crc64nvme))
  }
  if (algorithm === 'md5' && value !== null) {
    checks.push(equal(MD5, value, md5))
  }
  if (etagOfParts || receipt.etag === md5) {
    checks.push(equal(ETAG, receipt.etag, md5))
  } else {
    const detail = 'not made of the parts\u2019 MD5s, as of a store that encrypts by KMS'
    checks.push({ name: ETAG, outcome: 'not checked', detail })
  }
  return checks
}

function equal(name: string, stated: string, found: string): Check {
  if (stated === found) return { name, outcome: 'matches', detail: stated }
  const detail = `the receipt has ${stated}, the file ${found}`
  return { name, outcome: 'differs', detail }
}

function report(receipt: Receipt, path: string, signature: Check, content: Check[]): Report {
  const { verdict, exitCode } = judge(signature, content)
  const lines = [
    `${path} and the receipt of ${receipt.name}`,
    `  in ${receipt.bucket} as ${receipt.key}, verified ${receipt.completedAt}`,
    ...describeDetails(receipt.details ?? []),
    '',
    ...[signature, ...content].map(
      ({ name, outcome, detail }) => `  ${name.padEnd(13)} ${outcome.padEnd(12)} ${detail}`,
    ),
    '',
    verdict,
  ]
  return { text: lines.map((line) => `${printable(line)}\n`).join(''), exitCode }
}

/** What was entered about the file: the receipt states that it was, not that it is so. */
function describeDetails(details: Details): string[] {
  if (details.length === 0) return []
  const lines = details.map(({ label, value, chosen, hash }) => {
    const about = [chosen, hash && `${hash}, not compared`].filter((one) => one !== undefined)
    const more = about.length === 0 ? '' : ` (${about.join('; ')})`
    return `    ${label}: ${value}${more}`
  })
  return ['', '  As it was entered by whoever sent it:', ...lines.map(escapeInvisible)]
}

function judge(signature: Check, content: readonly Check[]) {
  const matching = content.filter(({ outcome }) => outcome === 'matches').map(({ name }) => name)
  if (signature.outcome === 'differs') {
    return { exitCode: 1, verdict: 'The receipt is NOT to be believed: its signature is not good.' }
  }
  if (content.some(({ outcome }) => outcome === 'differs')) {
    return { exitCode: 1, verdict: 'The file is NOT what the receipt states.' }
  }
  if (!matching.some((name) => name !== SIZE)) {
    return { exitCode: 3, verdict: 'Only the size was compared: the receipt has no checksum.' }
  }
  if (signature.outcome === 'not checked') {
    const verdict =
      'The file is what the receipt states, but the signature was NOT checked: anybody may have ' +
      'written this receipt. Give the keys of the service that it is from with --jwks.'
    return { exitCode: 3, verdict }
  }
  const genuine = 'The file is what the receipt states, and the receipt is genuine.'
  const caveat = ' It was compared by CRC64NVME alone: that finds damage, but no change on purpose.'
  const isByMd5 = matching.includes(MD5) || matching.includes(ETAG)
  return { exitCode: 0, verdict: isByMd5 ? genuine : genuine + caveat }
}

/** Names come from elsewhere, and must not steer the terminal. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
