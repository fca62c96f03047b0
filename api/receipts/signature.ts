import type { KeyObject } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { compactVerify, CompactSign, createLocalJWKSet, errors, type JWK } from 'jose'
import * as v from 'valibot'
import type { Receipt, ReceiptFacts } from '../../shared/receipt.ts'
import { publicJwk, receiptJwk, type ReceiptJwk } from './keys.ts'

const ALGORITHM = 'EdDSA'
/** What the signature is of (RFC 8725, 3.11): the key signs nothing else. */
const TYPE = 'longhaul-receipt'

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
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: own.kid })
        .sign(key)
      return { ...facts, signature: { kid: own.kid, jws } }
    },
  }
}

/**
 * Why a receipt's signature is not good; undefined where it is. Only the given keys are believed,
 * none that comes along in the receipt.
 */
export async function flawOfSignature(
  { signature, ...facts }: Receipt,
  keys: readonly JWK[],
): Promise<string | undefined> {
  if (signature === undefined) return 'the receipt has none'
  const keySet = createLocalJWKSet({ keys: [...keys] })
  let signed: Awaited<ReturnType<typeof compactVerify>>
  try {
    signed = await compactVerify(signature.jws, keySet, { algorithms: [ALGORITHM] })
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'made with a key that is not in the JWKS'
    if (error instanceof errors.JOSEError) return 'not made with the key that it names'
    throw error
  }
  const { kid, typ } = signed.protectedHeader
  if (typ !== TYPE) return 'of something that is no receipt'
  if (kid !== signature.kid) return 'made with another key than the receipt says'
  return changesOf(facts, Buffer.from(signed.payload).toString('utf8'))
}

const payloadSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()))

function changesOf(facts: ReceiptFacts, payload: string): string | undefined {
  const signed = v.safeParse(payloadSchema, payload)
  if (!signed.success) return 'of something that is no receipt'
  const shown: Record<string, unknown> = facts
  const names = new Set([...Object.keys(shown), ...Object.keys(signed.output)])
  const changed = [...names].filter((name) => !isDeepStrictEqual(shown[name], signed.output[name]))
  return changed.length === 0 ? undefined : `of another receipt: changed is ${changed.join(', ')}`
}
