import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import { keyOfSeed } from '../receipts/keys.ts'
import { createReceiptSigner } from '../receipts/signature.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { UnreadableError, UsageError } from './command.ts'
import { verify } from './verify.ts'

/** Two parts and a bit. */
const CONTENT = randomBytes(33 * MIB + 5)
const PART = 16 * MIB

let api: Api
let folder: string
let site: Server
/** As the server stored it, its text and all. */
let receipt: Receipt
let file: string
let saved: string
let jwks: string

beforeAll(async () => {
  api = await openApi()
  folder = await mkdtemp(join(tmpdir(), 'longhaul-verify-'))
  file = await put('film.mov', CONTENT)
  const { key, ...made } = await uploaded(CONTENT)
  receipt = made.receipt
  const stored = await api.deps.store.getDocument(`receipts/${key}.json`)
  saved = await put('film.mov.receipt.json', stored ?? '')
  const answer = await api.app.request('/api/receipts/jwks.json', {}, {})
  const keySet = await answer.text()
  jwks = await put('jwks.json', keySet)
  site = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/jwks.json' })
    else if (request.url === '/long') response.write(' '.repeat(2 * MIB))
    else if (request.url !== '/jwks.json') response.writeHead(404)
    response.end(keySet)
  })
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
}, 60_000)
afterAll(async () => {
  site.close()
  await api.close()
  await rm(folder, { recursive: true })
})

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function uploaded(content: Buffer) {
  const request = creation({ name: 'film.mov', size: content.length })
  const { token, key } = await create(api, request)
  const parts = Array.from({ length: Math.max(1, Math.ceil(content.length / PART)) }, (_, index) =>
    content.subarray(index * PART, (index + 1) * PART),
  )
  await sendParts(api, request.id, token, parts)
  const path = `/api/uploads/${request.id}/complete`
  const body = { checksum: await crc64(content) }
  const answer = await api.call('POST', path, { token, body })
  return { key, receipt: v.parse(receiptSchema, answer.body) }
}

async function run(...options: string[]) {
  const result = await verify(options, {})
  if (typeof result === 'string') throw new Error('it only helped')
  return result
}

/** A receipt of other facts, by the server's own key. */
async function signed(change: Partial<Receipt>): Promise<Receipt> {
  const { signature: _, ...facts } = receipt
  return api.deps.receipts.sign({ ...facts, ...change })
}

function putReceipt(name: string, one: Receipt): Promise<string> {
  return put(`${name}.json`, JSON.stringify(one))
}

describe('longhaul verify', { timeout: 30_000 }, () => {
  it('finds the right file to be what its receipt states', async () => {
    const { text, exitCode } = await run(saved, file, '--jwks', jwks)
    expect(exitCode).toBe(0)
    const kid = receipt.signature?.kid
    expect(text).toMatch(new RegExp(`signature +matches +key ${kid}\n`))
    expect(text).toMatch(new RegExp(`size +matches +${CONTENT.length} bytes\n`))
    expect(text).toMatch(/CRC64NVME +matches +[\w+/]{11}=\n/)
    expect(text).toMatch(/ETag +matches +[0-9a-f]{32}-3\n/)
    expect(text).toMatch(/and the receipt is genuine\. It was compared without SHA-256/)
  })

  it('reads receipts and keys that an editor of Windows has marked as UTF-8', async () => {
    const marked = async (path: string) =>
      put(`${basename(path)}.marked`, `\ufeff${await readFile(path, 'utf8')}`)
    const options = [await marked(saved), file, '--jwks', await marked(jwks)]
    expect(await run(...options)).toMatchObject({ exitCode: 0 })
  })

  it.each([PART, 2 * PART, 0, 1])('of %i bytes too', async (size) => {
    const content = CONTENT.subarray(0, size)
    const one = await uploaded(content)
    const path = await putReceipt(`of-${size}`, one.receipt)
    const its = await put(`of-${size}`, content)
    expect(await run(path, its, '--jwks', jwks)).toMatchObject({ exitCode: 0 })
  })

  it.each([0, PART - 1, PART, CONTENT.length - 1])('finds byte %i changed', async (at) => {
    const changed = Buffer.from(CONTENT)
    changed[at] = (changed[at] ?? 0) ^ 1
    const its = await put('changed.mov', changed)
    const { text, exitCode } = await run(saved, its, '--jwks', jwks)
    expect(exitCode).toBe(1)
    expect(text).toMatch(/signature +matches/)
    expect(text).toMatch(/CRC64NVME +differs/)
    expect(text).toMatch(/ETag +differs/)
    expect(text).toMatch(/The file is NOT/)
    expect(await run(saved, its)).toMatchObject({ exitCode: 1 })
  })

  it('compares hashes of the whole file, and what was entered with them', async () => {
    const sha256 = createHash('sha256').update(CONTENT).digest('hex')
    const about = { name: 'hash', label: 'Hash', hash: 'sha256' as const }
    const computedBy = 'browser' as const
    const good = await signed({
      hashes: { computedBy, sha256 },
      details: [{ ...about, value: sha256.toUpperCase() }],
    })
    const { text, exitCode } = await run(await putReceipt('hashed', good), file, '--jwks', jwks)
    expect(exitCode).toBe(0)
    expect(text).toMatch(new RegExp(`SHA-256 +matches +${sha256}\n`))
    expect(text).toContain('sha256, as the file had it')
    const bad = await signed({
      hashes: { computedBy, sha256: '0'.repeat(64) },
      details: [{ ...about, value: sha256 }],
    })
    const other = await run(await putReceipt('other-hash', bad), file, '--jwks', jwks)
    expect(other.exitCode).toBe(1)
    expect(other.text).toMatch(/SHA-256 +differs/)
    expect(other.text).toContain('sha256, and NOT what the file had')
  })

  it('finds a change that keeps the CRC', async () => {
    // The generator polynomial, the highest term first as the reflected CRC takes it: adding a
    // multiple of it to the content leaves the CRC as it is.
    const forged = Buffer.from(CONTENT)
    const bits = 1n | (0x9a6c9329ac4bc9b5n << 1n)
    for (let byte = 0; byte < 9; byte++) {
      const at = 1000 + byte
      forged[at] = (forged[at] ?? 0) ^ Number((bits >> BigInt(8 * byte)) & 255n)
    }
    expect(await crc64(forged)).toBe(receipt.checksum.value)
    const its = await put('forged.mov', forged)
    const { text, exitCode } = await run(saved, its, '--jwks', jwks)
    expect(text).toMatch(/CRC64NVME +matches/)
    expect(text).toMatch(/ETag +differs/)
    expect(exitCode).toBe(1)
  })

  it('finds the end missing, and a byte too many, without reading', async () => {
    const short = await put('short.mov', CONTENT)
    await truncate(short, CONTENT.length - 1)
    const long = await put('long.mov', Buffer.concat([CONTENT, Buffer.from('x')]))
    for (const its of [short, long]) {
      const { text, exitCode } = await run(saved, its, '--jwks', jwks)
      expect(exitCode).toBe(1)
      expect(text).toMatch(/size +differs/)
      expect(text).not.toMatch(/CRC64NVME/)
    }
  })

  it('says that a file is what arrived, but was found to be another than was to be sent', async () => {
    const { signature: _, ...facts } = receipt
    const disproved = { at: new Date().toISOString(), crc64nvme: await crc64(CONTENT.subarray(1)) }
    const path = await putReceipt(
      'disproved',
      await api.deps.receipts.sign({ ...facts, disproved }),
    )
    const { text, exitCode } = await run(path, file, '--jwks', jwks)
    expect(exitCode).toBe(1)
    expect(text).toMatch(/signature +matches/)
    expect(text).toMatch(/CRC64NVME +matches/)
    expect(text).toMatch(/is NOT what was to be sent/)
  })

  it('does not believe a receipt of another key', async () => {
    const { keys } = await createReceiptSigner(keyOfSeed(randomBytes(32)), [])
    const others = await put('others.json', JSON.stringify({ keys }))
    const { text, exitCode } = await run(saved, file, '--jwks', others)
    expect(exitCode).toBe(1)
    expect(text).toMatch(/signature +differs +made with a key that is not in the JWKS/)
    expect(text).toMatch(/NOT to be believed/)
  })

  it('does not believe a receipt that was made to fit another file', async () => {
    const other = randomBytes(9)
    const fitting = (await uploaded(other)).receipt
    const path = await putReceipt('tampered', { ...fitting, signature: receipt.signature })
    const its = await put('other.mov', other)
    const { text, exitCode } = await run(path, its, '--jwks', jwks)
    expect(exitCode).toBe(1)
    expect(text).toMatch(/signature +differs +of another receipt: changed is .*size/)
    expect(text).toMatch(/CRC64NVME +matches/)
  })

  it('says that a signature was not checked, or that there is none', async () => {
    const { signature: _, ...unsigned } = receipt
    const path = await putReceipt('unsigned', unsigned)
    for (const one of [saved, path]) {
      const { text, exitCode } = await run(one, file)
      expect(exitCode).toBe(3)
      expect(text).toMatch(/signature +not checked/)
      expect(text).toMatch(/was NOT checked/)
    }
    const { text, exitCode } = await run(path, file, '--jwks', jwks)
    expect(exitCode).toBe(1)
    expect(text).toMatch(/signature +differs +the receipt has none/)
  })

  it('checks what other stores state', async () => {
    const md5 = await signed({
      checksum: { algorithm: 'md5', value: receipt.etag, proof: 'parts-checksum' },
    })
    const ofMd5 = await run(await putReceipt('md5', md5), file, '--jwks', jwks)
    expect(ofMd5.exitCode).toBe(0)
    expect(ofMd5.text).toMatch(/MD5 of parts +matches/)

    const none = { algorithm: 'none', value: null, proof: 'size-only' } as const
    const nothing = await signed({ etag: 'opaque', checksum: none })
    const ofNothing = await run(await putReceipt('nothing', nothing), file, '--jwks', jwks)
    expect(ofNothing.exitCode).toBe(3)
    expect(ofNothing.text).toMatch(/Only the size was compared/)

    const { etagOfParts: _, ...checksum } = receipt.checksum
    const kms = await signed({ etag: `${'0'.repeat(32)}-3`, checksum })
    const ofKms = await run(await putReceipt('kms', kms), file, '--jwks', jwks)
    expect(ofKms.exitCode).toBe(0)
    expect(ofKms.text).toMatch(/ETag +not checked/)
    expect(ofKms.text).toMatch(/CRC64NVME alone/)
  })

  it('says what MD5 can not tell apart, where there is no SHA-256', async () => {
    // Two blocks of one MD5: X. Wang, H. Yu, "How to Break MD5 and Other Hash Functions", 2005.
    const one = Buffer.from(
      'd131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f8955ad340609f4b30283e488832571415a' +
        '085125e8f7cdc99fd91dbdf280373c5bd8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0' +
        'e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70',
      'hex',
    )
    const other = Buffer.from(one)
    for (const at of [19, 45, 59, 83, 109, 123]) other[at] = (other[at] ?? 0) ^ 0x80
    const md5 = createHash('md5').update(one).digest('hex')
    const checksum = { algorithm: 'md5', value: md5, proof: 'parts-checksum' } as const
    const facts = { size: one.length, etag: md5, checksum }
    const sent = await putReceipt('md5-of-one', await signed(facts))
    for (const [name, content] of Object.entries({ one, other })) {
      const { text, exitCode } = await run(sent, await put(name, content), '--jwks', jwks)
      expect(exitCode).toBe(0)
      expect(text).toMatch(/compared without SHA-256/)
    }
    const sha256 = createHash('sha256').update(one).digest('hex')
    const bound = await signed({ ...facts, hashes: { computedBy: 'browser', sha256 } })
    const path = await putReceipt('sha256-of-one', bound)
    expect((await run(path, join(folder, 'one'), '--jwks', jwks)).text).toMatch(/genuine\.\n$/)
    expect((await run(path, join(folder, 'other'), '--jwks', jwks)).exitCode).toBe(1)
  })

  it('lets no name steer the terminal', async () => {
    const one = await signed({ name: 'a\u001b[2Jb\u202ec\nd.mov' })
    const { text } = await run(await putReceipt('name', one), file, '--jwks', jwks)
    expect(text).toContain('a\ufffd[2Jb\ufffdc\ufffdd.mov')
  })

  it('lets no name of a file steer the terminal where it can not be read', async () => {
    const odd = join(folder, 'a\u001b]0;x\u0007\u009b2J.json')
    await writeFile(odd, 'no receipt')
    for (const place of [odd, `${odd}.none`]) {
      const error = await run(place, file).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(UnreadableError)
      expect(String(error)).not.toMatch(/\p{Cc}/u)
    }
  })

  it('shows marks that turn the direction of a name', async () => {
    const one = await signed({ name: 'a\u200fb\u061cc.mov' })
    const { text } = await run(await putReceipt('marks', one), file, '--jwks', jwks)
    expect(text).toContain('a\ufffdb\ufffdc.mov')
  })

  it('reads the keys from an address', async () => {
    const { port } = site.address() as AddressInfo
    const at = (path: string) => `http://127.0.0.1:${port}${path}`
    expect(await run(saved, file, '--jwks', at('/jwks.json'))).toMatchObject({ exitCode: 0 })
    await expect(run(saved, file, '--jwks', at('/else'))).rejects.toThrow(/the answer is 404/)
    await expect(run(saved, file, '--jwks', at('/moved'))).rejects.toThrow(UnreadableError)
    await expect(run(saved, file, '--jwks', at('/long'))).rejects.toThrow(/more than 1048576 bytes/)
    const open = 'http://files.example.com/jwks.json'
    await expect(run(saved, file, '--jwks', open)).rejects.toThrow(/must be https/)
  })

  it('says what can’t be read', async () => {
    const nothing = join(folder, 'nothing')
    for (const options of [
      [nothing, file],
      [file, file],
      [saved, nothing],
      [saved, folder],
      [saved, file, '--jwks', nothing],
      [saved, file, '--jwks', saved],
    ]) {
      await expect(run(...options)).rejects.toThrow(UnreadableError)
    }
  })

  it.each([[[]], [['one']], [['one', 'two', 'three']], [['--all', 'one', 'two']]])(
    'says how it is called: %j',
    async (options) => {
      await expect(run(...options)).rejects.toThrow(UsageError)
    },
  )

  it('ends with the codes that it states', async () => {
    const codeOf = async (...options: string[]) => {
      const root = resolve(import.meta.dirname, '../..')
      const words = ['--import', 'tsx', 'api/cli/main.ts', 'verify', ...options]
      const child = spawn(process.execPath, words, { cwd: root, stdio: 'ignore' })
      const [code]: unknown[] = await once(child, 'close')
      return code
    }
    expect(await codeOf(saved, file, '--jwks', jwks)).toBe(0)
    expect(await codeOf(saved, jwks, '--jwks', jwks)).toBe(1)
    expect(await codeOf(saved, join(folder, 'nothing'))).toBe(2)
    expect(await codeOf(saved, file)).toBe(3)
  })
})
