import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  batchCompleteAnswerSchema,
  batchCreateAnswerSchema,
  batchSignAnswerSchema,
  listPartsAnswerSchema,
  type CreateUploadRequest,
} from '../../shared/wire.ts'
import { createS3Client } from '../s3/client.ts'
import { NO_OBJECT_OPTIONS } from '../s3/object-options.ts'
import { crc64, creation, openApi, type Api } from '../testing/harness.ts'

/** Files of one part, which are put as a whole. */

const LETTER = Buffer.from('123456789')
let api: Api

beforeAll(async () => {
  api = await openApi({ objects: { ...NO_OBJECT_OPTIONS, tags: [{ key: 'kind', value: 'raw' }] } })
})
afterAll(() => api.close())

async function createAll(requests: readonly CreateUploadRequest[]) {
  const { body } = await api.call('POST', '/api/batch/create', { body: { uploads: requests } })
  return v.parse(batchCreateAnswerSchema, body).uploads
}

async function begin() {
  const request = creation({ name: 'Brief ä.txt', path: 'a/b' })
  const [created] = await createAll([request])
  if (!created?.done) throw new Error('it was not created')
  return { id: request.id, ...created.done }
}

async function sign(token: string, content = LETTER) {
  const parts = [{ number: 1, checksum: await crc64(content) }]
  const { body } = await api.call('POST', '/api/batch/sign', {
    body: { uploads: [{ token, parts }] },
  })
  const [signed] = v.parse(batchSignAnswerSchema, body).uploads
  if (!signed?.done) throw new Error('it was not signed')
  const [part] = signed.done.parts
  if (!part) throw new Error('it was not signed')
  return part
}

async function put(token: string, content = LETTER): Promise<number> {
  const { url, headers } = await sign(token, content)
  const body = new Uint8Array(content)
  return (await fetch(url, { method: 'PUT', headers, body })).status
}

async function complete(token: string) {
  const uploads = [{ token, checksum: await crc64(LETTER) }]
  const { body } = await api.call('POST', '/api/batch/complete', { body: { uploads } })
  return v.parse(batchCompleteAnswerSchema, body).uploads[0]
}

function codeOf(outcome: Awaited<ReturnType<typeof complete>>): string {
  return outcome?.error?.code ?? 'done'
}

async function headOf(key: string) {
  const client = createS3Client(api.address)
  const head = await client.send(new HeadObjectCommand({ Bucket: 'files', Key: key }))
  client.destroy()
  return head
}

async function numbersOf(id: string, token: string): Promise<number[]> {
  const { body } = await api.call('GET', `/api/uploads/${id}/parts`, { token })
  return v.parse(listPartsAnswerSchema, body).parts.map(({ number }) => number)
}

describe('a file of one part', { timeout: 30_000 }, () => {
  it('is put as a whole, with all that an upload would have given its object', async () => {
    const { id, token, key, partCount } = await begin()
    expect(partCount).toBe(1)
    expect(await numbersOf(id, token)).toEqual([])
    expect(await put(token)).toBe(200)
    expect(await numbersOf(id, token)).toEqual([1])
    const outcome = await complete(token)
    expect(outcome).toMatchObject({
      done: { id, key, checksum: { proof: 'object-checksum', value: await crc64(LETTER) } },
    })
    expect(await headOf(key)).toMatchObject({
      ContentType: 'text/plain',
      ETag: `"${createHash('md5').update(LETTER).digest('hex')}"`,
      Metadata: { 'longhaul-id': id, 'longhaul-name': "UTF-8''Brief%20%C3%A4.txt" },
    })
    expect((await headOf(key)).TagCount ?? 1).toBe(1)
    expect(await complete(token)).toEqual(outcome)
    expect(await api.deps.store.findUploads(key)).toEqual([])
  })

  it('overwrites nothing, whatever was signed', async () => {
    const { token } = await begin()
    expect(await put(token)).toBe(200)
    expect(await put(token)).toBe(412)
  })

  it('is refused where its bytes are not those that were signed', async () => {
    const { id, token } = await begin()
    const { url, headers } = await sign(token)
    const body = new Uint8Array(Buffer.from('123456780'))
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(400)
    expect(await numbersOf(id, token)).toEqual([])
    expect(codeOf(await complete(token))).toBe('parts_missing')
  })

  it('goes when it is not the file, unless it was verified', async () => {
    const { id, token } = await begin()
    const discard = () => api.call('POST', `/api/uploads/${id}/discard`, { token, body: {} })
    await put(token)
    expect((await discard()).status).toBe(204)
    expect(await numbersOf(id, token)).toEqual([])
    await put(token)
    expect(codeOf(await complete(token))).toBe('done')
    expect(await discard()).toMatchObject({ status: 409, body: { code: 'part_exists' } })
    expect(await numbersOf(id, token)).toEqual([1])
  })

  it('leaves nothing when it is cancelled, and what was verified stays', async () => {
    const { id, token, key } = await begin()
    await put(token)
    expect((await api.call('DELETE', `/api/uploads/${id}`, { token })).status).toBe(204)
    expect(await api.deps.store.head(key)).toBeUndefined()
    const other = await begin()
    await put(other.token)
    await complete(other.token)
    await api.call('DELETE', `/api/uploads/${other.id}`, { token: other.token })
    expect(await api.deps.store.head(other.key)).toBeDefined()
  })

  it('is found to be another object, and removed', async () => {
    const { token, key, id } = await begin()
    const client = createS3Client(api.address)
    const Metadata = { 'longhaul-id': id }
    await client.send(
      new PutObjectCommand({ Bucket: 'files', Key: key, Body: 'another', Metadata }),
    )
    client.destroy()
    expect(codeOf(await complete(token))).toBe('object_mismatch')
    expect(await api.deps.store.head(key)).toBeUndefined()
  })

  it('is not put where the store overwrites and has one', async () => {
    const ability = async () => ({ ...(await api.deps.ability()), guardedPut: false })
    const { token } = await begin()
    const body = { uploads: [{ token, parts: [{ number: 1, checksum: await crc64(LETTER) }] }] }
    const signed = () => api.callOn({ ability }, 'POST', '/api/batch/sign', { body })
    expect(JSON.stringify((await signed()).body)).not.toContain('if-none-match')
    await put(token)
    expect(JSON.stringify((await signed()).body)).toContain('part_exists')
  })

  it('fails alone where others of its batch do not', async () => {
    const [large, small] = await createAll([creation({ size: 10 ** 9 }), creation()])
    expect(large?.error?.code).toBe('bad_request')
    expect(small?.done).toBeDefined()
  })
})
