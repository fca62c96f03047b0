import { generateKeyPairSync } from 'node:crypto'
import { CompactSign, exportJWK, type JWK } from 'jose'
import { afterEach, expect, test, vi } from 'vitest'
import type { Receipt } from '../../shared/receipt.ts'
import { RECEIPT } from '../../tests/page/views.ts'
import { check, fetchKeys, readReceipt, type CheckPorts } from './check.ts'
import { readFile } from './read-file.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const CONTENT = '123456789'
const FACTS: Receipt = {
  ...RECEIPT,
  size: 9,
  partSize: 16_777_216,
  partCount: 1,
  etag: '25f9e794323b453885f5181f1b624d0b',
  checksum: { algorithm: 'crc64nvme', value: 'rosUhgp5mIg=', proof: 'object-checksum' },
  hashes: {
    computedBy: 'browser',
    sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
  },
}

async function signed(facts: Receipt): Promise<Receipt> {
  const jws = await new CompactSign(Buffer.from(JSON.stringify(facts)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'longhaul-receipt', kid: 'k' })
    .sign(privateKey)
  return { ...facts, signature: { kid: 'k', jws } }
}

const keys = async (): Promise<JWK[]> => [{ ...(await exportJWK(publicKey)), kid: 'k' }]
const ports: CheckPorts = { keys, read: (order, reading) => readFile(order, reading) }
const nobodyStops = new AbortController().signal

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function verdictOf(receipt: Receipt, content: string, changed: Partial<CheckPorts> = {}) {
  const file = new File([content], 'file')
  const all = { ...ports, ...changed }
  return (await check(receipt, file, all, () => undefined, nobodyStops)).verdict
}

test('the right file is good, also by its hashes', async () => {
  const receipt = await signed(FACTS)
  const file = new File([CONTENT], 'file')
  const { verdict, facts, signature } = await check(receipt, file, ports, () => {}, nobodyStops)
  expect([verdict, signature.state]).toEqual(['good', 'good'])
  expect(facts.map(({ fact, outcome }) => `${fact} ${outcome}`)).toEqual([
    'size matches',
    'crc64nvme matches',
    'etag matches',
    'sha256 matches',
  ])
})

test.each([
  ['a changed byte', '123456780', 'another-file'],
  ['a byte less', '12345678', 'another-file'],
])('%s is found', async (_what, content, verdict) => {
  expect(await verdictOf(await signed(FACTS), content)).toBe(verdict)
})

test('a receipt that was changed, or has no signature, is not believed', async () => {
  const receipt = await signed(FACTS)
  const hashes = { computedBy: 'browser' as const, sha256: '0'.repeat(64) }
  expect(await verdictOf({ ...receipt, hashes }, CONTENT)).toBe('not-believed')
  expect(await verdictOf(FACTS, CONTENT)).toBe('not-believed')
})

test('without keys the file is compared, and the receipt is not proved', async () => {
  const noKeys = { keys: () => Promise.reject(new TypeError('no network')) }
  expect(await verdictOf(await signed(FACTS), CONTENT, noKeys)).toBe('unsigned')
})

test('a server that never answers has no keys', async () => {
  const soon = AbortSignal.timeout(10)
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(soon)
  vi.stubGlobal('fetch', (_address: string, { signal }: RequestInit) => {
    return new Promise((_answer, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as DOMException))
    })
  })
  expect(await verdictOf(await signed(FACTS), CONTENT, { keys: fetchKeys })).toBe('unsigned')
})

test('whoever stops it waits for no server', async () => {
  const stop = new AbortController()
  const never = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new TypeError('the request was ended')))
      stop.abort()
    })
  const file = new File([CONTENT], 'file')
  const checking = check(
    await signed(FACTS),
    file,
    { ...ports, keys: never },
    () => {},
    stop.signal,
  )
  await expect(checking).rejects.toBe(stop.signal.reason)
})

test('without SHA-256 a file that its sender prepared may match', async () => {
  const { hashes: _, ...plain } = FACTS
  expect(await verdictOf(await signed(plain), CONTENT)).toBe('without-sha256')
})

test('a CRC alone finds no change on purpose, and a size nothing', async () => {
  const { hashes: _, ...plain } = { ...FACTS, etag: 'kms' }
  expect(await verdictOf(await signed(plain), CONTENT)).toBe('by-crc-alone')
  const checksum = { algorithm: 'none', value: null, proof: 'size-only' } as const
  expect(await verdictOf(await signed({ ...plain, checksum }), CONTENT)).toBe('size-only')
})

test('what is no receipt is none', async () => {
  const fileOf = (text: string) => new File([text], 'receipt.json')
  expect(await readReceipt(fileOf(JSON.stringify(FACTS)))).toEqual(FACTS)
  expect(await readReceipt(fileOf('{}'))).toBeNull()
  expect(await readReceipt(fileOf('no JSON'))).toBeNull()
})
