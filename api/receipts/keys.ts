/** The keys of receipts: Ed25519 (RFC 8037), given or derived, as settings and as a JWKS have them. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import * as v from 'valibot'

/** What stands before the 32 bytes of an Ed25519 private key in PKCS#8 (RFC 8410, 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32

/** 32 bytes. */
const coordinate = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))
const publicFacts = { kty: v.literal('OKP'), crv: v.literal('Ed25519'), x: coordinate }
const privateJwkSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ ...publicFacts, d: coordinate }),
)
const publicJwkSchema = v.object(publicFacts)
type PublicJwk = v.InferOutput<typeof publicJwkSchema>
const oldKeysSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    keys: v.array(
      v.pipe(
        v.looseObject(publicFacts),
        v.check((key) => !('d' in key)),
      ),
    ),
  }),
)

/** A public key as receipts' JWKS lists it. */
export type ReceiptJwk = PublicJwk & {
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

/** What an operator decides about the keys. */
export interface ReceiptKeySettings {
  /** Undefined for the one that is derived. */
  readonly key: KeyObject | undefined
  /** Public keys that signed before, and sign no more. */
  readonly oldKeys: readonly PublicJwk[]
}

export const DERIVED_KEY: ReceiptKeySettings = { key: undefined, oldKeys: [] }

export const receiptKeyEntries = {
  RECEIPT_KEY: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => readPrivateKey(text) !== undefined,
        'must be an Ed25519 private key, as PKCS#8 in PEM or as a JWK',
      ),
      v.transform(readPrivateKey),
    ),
  ),
  RECEIPT_OLD_KEYS: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => v.safeParse(oldKeysSchema, text).success,
        'must be a JWKS of Ed25519 public keys',
      ),
      v.transform((text) => v.parse(oldKeysSchema, text).keys),
    ),
    '{"keys":[]}',
  ),
}

/** A private key as PEM, whose line ends may be written as `\\n`, or as a JWK. */
function readPrivateKey(text: string): KeyObject | undefined {
  if (text.trimStart().startsWith('{')) {
    const jwk = v.safeParse(privateJwkSchema, text)
    return jwk.success ? keyOfSeed(Buffer.from(jwk.output.d, 'base64url')) : undefined
  }
  try {
    const key = createPrivateKey(text.replaceAll('\\n', '\n'))
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

/**
 * The private key that 32 bytes are (RFC 8032, 5.1.5).
 *
 * @throws RangeError for another number of bytes
 */
export function keyOfSeed(seed: Uint8Array): KeyObject {
  if (seed.length !== SEED_BYTES) throw new RangeError(`an Ed25519 seed has ${SEED_BYTES} bytes`)
  const der = Buffer.concat([PKCS8_HEAD, seed])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

/** The public key of a private one. */
export function publicJwk(key: KeyObject): PublicJwk {
  return v.parse(publicJwkSchema, createPublicKey(key).export({ format: 'jwk' }))
}

/** With its thumbprint (RFC 7638) as its id, which is the same wherever the key is. */
export async function receiptJwk({ kty, crv, x }: PublicJwk): Promise<ReceiptJwk> {
  const kid = await calculateJwkThumbprint({ kty, crv, x })
  return { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }
}
