/** Whether a receipt is signed by a service's keys: the same on a server as in a browser. */
import { compactVerify, createLocalJWKSet, decodeJwt, errors, type JWK } from 'jose'
import type { Receipt } from './receipt.ts'

export const RECEIPT_ALGORITHM = 'EdDSA'
/** What the signature is of (RFC 8725, 3.11): the key signs nothing else. */
export const RECEIPT_TYPE = 'longhaul-receipt'

/** Why a signature is not good; `changed` names what of the receipt is not what was signed. */
export type SignatureFlaw =
  | { readonly flaw: 'none' | 'unknown-key' | 'not-by-key' | 'no-receipt' | 'other-key' }
  | { readonly flaw: 'changed'; readonly facts: readonly string[] }

/**
 * Why a receipt's signature is not good; undefined where it is. Only the given keys are believed,
 * none that comes along in the receipt.
 *
 * @throws DOMException NotSupportedError in a browser without Ed25519
 */
export async function findFlaw(
  { signature, ...facts }: Receipt,
  keys: readonly JWK[],
): Promise<SignatureFlaw | undefined> {
  if (signature === undefined) return { flaw: 'none' }
  const keySet = createLocalJWKSet({ keys: [...keys] })
  let signed: Awaited<ReturnType<typeof compactVerify>>
  try {
    signed = await compactVerify(signature.jws, keySet, { algorithms: [RECEIPT_ALGORITHM] })
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return { flaw: 'unknown-key' }
    if (error instanceof errors.JOSEError) return { flaw: 'not-by-key' }
    throw error
  }
  const { kid, typ } = signed.protectedHeader
  if (typ !== RECEIPT_TYPE) return { flaw: 'no-receipt' }
  if (kid !== signature.kid) return { flaw: 'other-key' }
  const changed = changesOf(facts, signature.jws)
  return changed.length === 0 ? undefined : { flaw: 'changed', facts: changed }
}

/** The names of facts that are not as they were signed. */
function changesOf(shown: Readonly<Record<string, unknown>>, jws: string): string[] {
  const signed: Readonly<Record<string, unknown>> = decodeJwt(jws)
  const names = new Set([...Object.keys(shown), ...Object.keys(signed)])
  return [...names].filter((name) => !isEqual(shown[name], signed[name]))
}

/** Of values as JSON has them. */
function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return Object.is(a, b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [mine, theirs] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  if (mine.size !== theirs.size) return false
  return [...mine].every(([name, value]) => theirs.has(name) && isEqual(value, theirs.get(name)))
}
