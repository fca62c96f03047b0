import { parseArgs } from 'node:util'
import type { JWK } from 'jose'
import * as v from 'valibot'
import { agreement } from '../../shared/acquisition.ts'
import type { HashKind, Hashes } from '../../shared/hashes.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import {
  checkFile,
  judge,
  type CheckedFact,
  type FactCheck,
  type Verdict,
} from '../../shared/receipt-check.ts'
import { flawOfSignature } from '../receipts/signature.ts'
import { UnreadableError, UsageError, type Command, type Printed } from './command.ts'
import { escapeInvisible } from '../text.ts'
import { readKeySet } from './key-set.ts'
import { measureFile } from './measure.ts'
import { readText } from './read-text.ts'

const HELP = `longhaul verify RECEIPT FILE [--jwks KEYS]
  RECEIPT       a receipt as the page saves it, or as it is in the bucket
  FILE          the file that it is of; it is read once, whatever its size
  --jwks KEYS   the keys that are believed: a file, or an https address
                (https://files.example.com/api/receipts/jwks.json). Without it the signature
                is not checked, and nothing asks the network.

Exit codes:
  0  the signature is good, and the file is what the receipt states
  1  the signature is not good, the file is another one, or was found to be another than was sent
  2  nothing was checked: called wrongly, or something can't be read
  3  nothing differs, but not all was checked: no --jwks, no signature, or no checksum
`

const OPTIONS = { jwks: { type: 'string' }, help: { type: 'boolean', default: false } } as const

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
  const content = checkFile(receipt, await orUnreadable(filePath, measureFile(filePath, receipt)))
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
  const text = await orUnreadable(path, readText(path))
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

const NAMES: Readonly<Record<CheckedFact, string>> = {
  size: 'size',
  crc64nvme: 'CRC64NVME',
  parts: 'MD5 of parts',
  etag: 'ETag',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
}

/** A check of the content in words. */
function described({ fact, outcome, stated, found }: FactCheck): Check {
  const name = NAMES[fact]
  const unit = fact === 'size' ? ' bytes' : ''
  if (outcome === 'unknown') {
    const detail = 'not made of the parts\u2019 MD5s, as of a store that encrypts by KMS'
    return { name, outcome: 'not checked', detail }
  }
  if (outcome === 'matches') return { name, outcome, detail: `${stated}${unit}` }
  return { name, outcome, detail: `the receipt has ${stated}${unit}, the file ${found}${unit}` }
}

function report(
  receipt: Receipt,
  path: string,
  signature: Check,
  content: readonly FactCheck[],
): Report {
  const isGood = signature.outcome === 'not checked' ? null : signature.outcome === 'matches'
  const { verdict, exitCode } = VERDICTS[judge(receipt, isGood, content)]
  const lines = [
    `${path} and the receipt of ${receipt.name}`,
    `  in ${receipt.bucket} as ${receipt.key}, verified ${receipt.completedAt}`,
    ...describeDetails(receipt),
    '',
    ...[signature, ...content.map(described)].map(
      ({ name, outcome, detail }) => `  ${name.padEnd(13)} ${outcome.padEnd(12)} ${detail}`,
    ),
    '',
    verdict,
  ]
  return { text: lines.map((line) => `${printable(line)}\n`).join(''), exitCode }
}

/** What was entered about the file: the receipt states that it was, not that it is so. */
function describeDetails({ details = [], hashes }: Receipt): string[] {
  if (details.length === 0) return []
  const lines = details.map(({ label, value, chosen, hash }) => {
    const about = [chosen, hash && describeHash(hash, String(value), hashes)].filter(
      (one) => one !== undefined,
    )
    const more = about.length === 0 ? '' : ` (${about.join('; ')})`
    return `    ${label}: ${value}${more}`
  })
  return ['', '  As it was entered by whoever sent it:', ...lines.map(escapeInvisible)]
}

/** How what was entered compares with what the browser computed when the file was sent. */
function describeHash(kind: HashKind, entered: string, hashes: Hashes | undefined): string {
  const agrees = agreement(kind, entered, hashes)
  if (agrees === null) return `${kind}, not compared`
  return agrees ? `${kind}, as the file had it` : `${kind}, and NOT what the file had`
}

const GOOD = 'The file is what the receipt states, and the receipt is genuine.'

const VERDICTS: Readonly<Record<Verdict, { readonly exitCode: number; readonly verdict: string }>> =
  {
    'not-believed': {
      exitCode: 1,
      verdict: 'The receipt is NOT to be believed: its signature is not good.',
    },
    'another-file': { exitCode: 1, verdict: 'The file is NOT what the receipt states.' },
    disproved: {
      exitCode: 1,
      verdict:
        'The file is what arrived, but the receipt says that it is NOT what was to be sent: the browser ' +
        'that sent it, reading it as a whole, found another file. Have it sent once more.',
    },
    'size-only': {
      exitCode: 3,
      verdict: 'Only the size was compared: the receipt has no checksum.',
    },
    unsigned: {
      exitCode: 3,
      verdict:
        'The file is what the receipt states, but the signature was NOT checked: anybody may have ' +
        'written this receipt. Give the keys of the service that it is from with --jwks.',
    },
    'by-crc-alone': {
      exitCode: 0,
      verdict: `${GOOD} It was compared by CRC64NVME alone: that finds damage, but no change on purpose.`,
    },
    'without-sha256': {
      exitCode: 0,
      verdict:
        `${GOOD} It was compared without SHA-256: that finds damage and what others change, but not ` +
        'another file that whoever sent it prepared to match.',
    },
    good: { exitCode: 0, verdict: GOOD },
  }

/** Names come from elsewhere, and must not steer the terminal. */
function printable(line: string): string {
  return line.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    '\ufffd',
  )
}
