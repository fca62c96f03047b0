import type { KeyObject } from 'node:crypto'
import { CompactSign, type JWK } from 'jose'
import type { Receipt, ReceiptFacts } from '../../shared/receipt.ts'
import { findFlaw, RECEIPT_ALGORITHM, RECEIPT_TYPE } from '../../shared/receipt-signature.ts'
import { publicJwk, receiptJwk, type ReceiptJwk } from './keys.ts'

/** Signs receipts, and says by which keys. */
export interface ReceiptSigner {
  /** The key that signs first, then those that did before. */
  readonly keys: readonly ReceiptJwk[]
  sign(facts: ReceiptFacts): Promise<Receipt>
}

export async function createReceiptSigner(
  key: KeyObject,
  oldKeys: readonly Pick<ReceiptJwk, 'kty' | 'crv' | 'x'>[],
): Promise<ReceiptSigner> {
  const own = await receiptJwk(publicJwk(key))
  const listed = new Map([[own.kid, own]])
  for (const old of await Promise.all(oldKeys.map(receiptJwk))) listed.set(old.kid, old)
  return {
    keys: [...listed.values()],
    sign: async (facts) => {
      const payload = Buffer.from(JSON.stringify(facts), 'utf8')
      const jws = await new CompactSign(payload)
        .setProtectedHeader({ alg: RECEIPT_ALGORITHM, typ: RECEIPT_TYPE, kid: own.kid })
        .sign(key)
      return { ...facts, signature: { kid: own.kid, jws } }
    },
  }
}

/**
 * Why a receipt's signature is not good, in words; undefined where it is. Only the given keys are
 * believed, none that comes along in the receipt.
 */
export async function flawOfSignature(
  receipt: Receipt,
  keys: readonly JWK[],
): Promise<string | undefined> {
  const found = await findFlaw(receipt, keys)
  if (found === undefined) return undefined
  if (found.flaw !== 'changed') return WORDS[found.flaw]
  return `of another receipt: changed is ${found.facts.join(', ')}`
}

const WORDS = {
  none: 'the receipt has none',
  'unknown-key': 'made with a key that is not in the JWKS',
  'not-by-key': 'not made with the key that it names',
  'no-receipt': 'of something that is no receipt',
  'other-key': 'made with another key than the receipt says',
} as const
