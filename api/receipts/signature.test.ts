import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { compactVerify, CompactSign, createLocalJWKSet, SignJWT } from 'jose'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiptSchema, type Receipt, type ReceiptFacts } from '../../shared/receipt.ts'
import { readConfig } from '../config.ts'
import { create, creation, openApi, openStore, sendParts, type Api } from '../testing/harness.ts'
import { DERIVED_KEY, keyOfSeed, publicJwk } from './keys.ts'
import { createReceiptSigner, flawOfSignature } from './signature.ts'

const FACTS: ReceiptFacts = {
  version: 1,
  id: '0190f5a0-0000-7000-8000-000000000000',
  bucket: 'files',
  key: '2026/01/02/x/zwölf ☃.mov',
  name: 'zwölf ☃.mov',
  path: '',
  size: 9,
  partSize: 16_777_216,
  partCount: 1,
  etag: '5927c5d64d94a5786f90003aa26d0159-1',
  checksum: { algorithm: 'crc64nvme', value: 'rosUhgp5mIg=', proof: 'object-checksum' },
  createdAt: '2026-01-02T03:04:05.000Z',
  completedAt: '2026-01-02T03:04:06.000Z',
}
const KEY = keyOfSeed(new Uint8Array(32).fill(7))
const OTHER = keyOfSeed(new Uint8Array(32).fill(8))

async function sign(facts: ReceiptFacts, key: KeyObject = KEY): Promise<Receipt> {
  return (await createReceiptSigner(key, [])).sign(facts)
}
async function flaw(receipt: Receipt, ...keys: KeyObject[]): Promise<string | undefined> {
  const [first = KEY, ...old] = keys
  const signer = await createReceiptSigner(first, old.map(publicJwk))
  return flawOfSignature(receipt, signer.keys)
}

describe('a receipt’s signature', () => {
  it('has the key’s public half as RFC 8032 has it (7.1, TEST 1)', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
    const x = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
    expect(publicJwk(keyOfSeed(Buffer.from(seed, 'hex'))).x).toBe(
      Buffer.from(x, 'hex').toString('base64url'),
    )
  })

  it('is good, also after the JSON was laid out anew, and by a key that signs no more', async () => {
    const receipt = await sign(FACTS)
    expect(await flaw(receipt)).toBeUndefined()
    expect(await flaw(receipt, OTHER, KEY)).toBeUndefined()
    const turned = Object.fromEntries(Object.entries(receipt).toReversed())
    const read = v.parse(receiptSchema, JSON.parse(JSON.stringify(turned, null, 4)))
    expect(await flaw(read)).toBeUndefined()
  })

  it.each([
    ['size', { size: 10 }],
    ['name', { name: 'zwei.mov' }],
    ['checksum', { checksum: { ...FACTS.checksum, value: 'AAAAAAAAAAA=' } }],
    ['checksum', { checksum: { ...FACTS.checksum, etagOfParts: true as const } }],
    ['completedAt', { completedAt: '2026-01-02T03:04:07.000Z' }],
  ])('names what was changed: %s', async (name, change) => {
    expect(await flaw({ ...(await sign(FACTS)), ...change })).toMatch(new RegExp(`is ${name}$`))
  })

  it('is not good by another key, one that it brings along, or another kid', async () => {
    const receipt = await sign(FACTS)
    expect(await flaw(receipt, OTHER)).toMatch(/not in the JWKS/)
    const jwk = publicJwk(OTHER)
    const [first] = (await createReceiptSigner(KEY, [])).keys
    const kid = first?.kid ?? ''
    const forge = (header: object, key: KeyObject = OTHER) =>
      new CompactSign(Buffer.from(JSON.stringify(FACTS)))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'longhaul-receipt', ...header })
        .sign(key)
    const forged = async (header: object, key?: KeyObject) =>
      flaw({ ...FACTS, signature: { kid, jws: await forge(header, key) } })
    expect(await forged({ kid, jwk })).toMatch(/not made with the key/)
    expect(await forged({ jwk })).toMatch(/not made with the key/)
    expect(await forged({ kid, typ: 'JWT' }, KEY)).toMatch(/no receipt/)
    expect(await forged({}, KEY)).toMatch(/another key/)
    const [, payload] = receipt.signature?.jws.split('.') ?? []
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url')
    const unsecured = { kid, jws: `${none}.${payload}.AA` }
    expect(await flaw({ ...FACTS, signature: unsecured })).toMatch(/not made with the key/)
    const shared = await new SignJWT({ ...FACTS })
      .setProtectedHeader({ alg: 'HS256', kid, typ: 'longhaul-receipt' })
      .sign(Buffer.from(publicJwk(KEY).x, 'base64url'))
    expect(await flaw({ ...FACTS, signature: { kid, jws: shared } })).toMatch(/not made with/)
    expect(await flaw(FACTS)).toMatch(/none/)
  })
})

describe('the settings of the keys', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }))

  it.each([pem, pem.replaceAll('\n', '\\n'), jwk])('takes a key in each form', (RECEIPT_KEY) => {
    const { key } = readConfig({ RECEIPT_KEY }).receiptKeys
    expect(key && publicJwk(key)).toEqual(publicJwk(privateKey))
  })

  it('takes what the route answered as old keys', async () => {
    const { keys } = await createReceiptSigner(privateKey, [])
    const { oldKeys } = readConfig({ RECEIPT_OLD_KEYS: JSON.stringify({ keys }) }).receiptKeys
    const signer = await createReceiptSigner(KEY, oldKeys)
    expect(signer.keys.map(({ x }) => x)).toEqual([publicJwk(KEY).x, publicJwk(privateKey).x])
  })

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  it.each([
    ['RECEIPT_KEY', 'a-secret-that-is-no-key'],
    ['RECEIPT_KEY', rsa.export({ format: 'pem', type: 'pkcs8' }).toString()],
    ['RECEIPT_KEY', JSON.stringify(publicJwk(privateKey))],
    ['RECEIPT_OLD_KEYS', JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] })],
    ['RECEIPT_OLD_KEYS', JSON.stringify(publicJwk(privateKey))],
    ['RECEIPT_OLD_KEYS', pem],
  ])('names %s where it is wrong, and does not repeat it', (name, value) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(new RegExp(`^${name} must [^\\n]+\\.$`))
    expect(read).not.toThrow(value)
  })
})

describe('the server', { timeout: 30_000 }, () => {
  const LETTER = Buffer.from('123456789')
  const given = { ...DERIVED_KEY, key: keyOfSeed(randomBytes(32)), oldKeys: [publicJwk(OTHER)] }
  let api: Api
  let replica: Api
  let keyed: Api

  beforeAll(async () => {
    const bucket = await openStore()
    const shared = { ...bucket, close: () => Promise.resolve() }
    api = await openApi({ bucket })
    replica = await openApi({ bucket: shared })
    keyed = await openApi({ bucket: shared, receiptKeys: given })
  })
  afterAll(async () => {
    await keyed.close()
    await replica.close()
    await api.close()
  })

  async function receiptOf(server: Api): Promise<Receipt> {
    const request = creation()
    const { token } = await create(server, request)
    await sendParts(server, request.id, token, [LETTER])
    const body = { checksum: 'rosUhgp5mIg=' }
    const path = `/api/uploads/${request.id}/complete`
    return v.parse(receiptSchema, (await server.call('POST', path, { token, body })).body)
  }
  const keySetSchema = v.object({
    keys: v.array(
      v.strictObject({
        kty: v.string(),
        crv: v.string(),
        x: v.string(),
        kid: v.string(),
        alg: v.string(),
        use: v.string(),
      }),
    ),
  })
  async function keySetOf(server: Api) {
    const answer = await server.app.request('/api/receipts/jwks.json', {}, {})
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    expect(answer.headers.get('content-type')).toBe('application/jwk-set+json')
    return v.parse(keySetSchema, await answer.json())
  }

  it('signs what any JOSE library checks by the keys that it publishes', async () => {
    const { signature, ...facts } = await receiptOf(api)
    const keys = await keySetOf(api)
    const { payload } = await compactVerify(signature?.jws ?? '', createLocalJWKSet(keys))
    expect(JSON.parse(Buffer.from(payload).toString('utf8'))).toEqual(facts)
    expect(keys.keys.map(({ kid }) => kid)).toEqual([signature?.kid])
    expect(facts.checksum.etagOfParts).toBe(true)
  })

  it('has the same key as every other with the same secret', async () => {
    const receipt = await receiptOf(replica)
    expect(await flawOfSignature(receipt, (await keySetOf(api)).keys)).toBeUndefined()
  })

  it('signs with the key that it was given, and lists the old ones', async () => {
    const receipt = await receiptOf(keyed)
    const { keys } = await keySetOf(keyed)
    expect(await flawOfSignature(receipt, keys)).toBeUndefined()
    expect(await flawOfSignature(receipt, (await keySetOf(api)).keys)).toMatch(/not in the JWKS/)
    expect(keys.map(({ x }) => x)).toEqual([publicJwk(given.key).x, publicJwk(OTHER).x])
  })
})
