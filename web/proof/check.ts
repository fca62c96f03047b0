/** Checks a receipt and a file in the browser, as `longhaul verify` does on a computer. */
import type { JWK } from 'jose'
import * as v from 'valibot'
import { kindsIn } from '../../shared/hashes.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import { checkFile, judge, type FactCheck, type Verdict } from '../../shared/receipt-check.ts'
import { findFlaw, type SignatureFlaw } from '../../shared/receipt-signature.ts'
import type { Found, Order } from './order.ts'
import type { Reading } from './read-file.ts'

/** Bytes; a receipt has a few thousand. */
const MAX_RECEIPT = 1_000_000
/** ms in which the server has to tell its keys: the file is compared without them. */
const LONGEST_ANSWER = 60_000

/** What came of looking at the signature. */
export type SignatureCheck =
  | { readonly state: 'good'; readonly key: string }
  | { readonly state: 'bad'; readonly why: SignatureFlaw }
  /** The keys could not be fetched, or this browser has no Ed25519. */
  | { readonly state: 'no-keys' }
  | { readonly state: 'no-ed25519' }

export interface Checked {
  readonly receipt: Receipt
  readonly signature: SignatureCheck
  readonly facts: readonly FactCheck[]
  readonly verdict: Verdict
}

export interface CheckPorts {
  /** @throws TypeError, Error where they can't be had; the signal's reason */
  keys(signal: AbortSignal): Promise<readonly JWK[]>
  read(order: Order, reading: Reading, signal: AbortSignal): Promise<Found>
}

/** The receipt in a file; null where there is none. @throws DOMException where it can't be read */
export async function readReceipt(file: File): Promise<Receipt | null> {
  if (file.size > MAX_RECEIPT) return null
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), receiptSchema), await file.text())
  return parsed.success ? parsed.output : null
}

/**
 * Reads all of the file, but where its size differs already.
 *
 * @param progress is called with bytes that are read
 * @throws ReadingError; the signal's reason
 */
export async function check(
  receipt: Receipt,
  file: File,
  ports: CheckPorts,
  progress: (at: number) => void,
  signal: AbortSignal,
): Promise<Checked> {
  const signature = await checkSignature(receipt, ports, signal)
  const isOfSize = file.size === receipt.size
  const order: Order = {
    file,
    kinds: receipt.hashes ? kindsIn(receipt.hashes) : [],
    from: null,
    partSize: receipt.partSize,
  }
  const found = isOfSize
    ? await ports.read(order, { progress, checkpoint: () => undefined }, signal)
    : null
  const facts = checkFile(receipt, {
    size: file.size,
    content: found?.parts ? { ...found.parts, hashes: found.hashes } : null,
  })
  const isGood = signature.state === 'good' ? true : signature.state === 'bad' ? false : null
  return { receipt, signature, facts, verdict: judge(receipt, isGood, facts) }
}

async function checkSignature(
  receipt: Receipt,
  { keys }: CheckPorts,
  signal: AbortSignal,
): Promise<SignatureCheck> {
  if (receipt.signature === undefined) return { state: 'bad', why: { flaw: 'none' } }
  let known: readonly JWK[]
  try {
    known = await keys(signal)
  } catch (error) {
    signal.throwIfAborted()
    console.warn('the keys of receipts are not known', error)
    return { state: 'no-keys' }
  }
  try {
    const why = await findFlaw(receipt, known)
    return why ? { state: 'bad', why } : { state: 'good', key: receipt.signature.kid }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    console.warn('this browser can not check the signature', error)
    return { state: 'no-ed25519' }
  }
}

const keySetSchema = v.object({
  keys: v.array(
    v.object({ kty: v.literal('OKP'), crv: v.literal('Ed25519'), x: v.string(), kid: v.string() }),
  ),
})

/** The keys of this service. @throws TypeError, Error where they can't be had; the signal's reason */
export async function fetchKeys(signal: AbortSignal): Promise<readonly JWK[]> {
  const response = await fetch('/api/receipts/jwks.json', {
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_ANSWER)]),
  })
  if (!response.ok) throw new Error(`the answer is ${response.status}`)
  return v.parse(keySetSchema, await response.json()).keys
}
