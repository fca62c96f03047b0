import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { send, signHeader } from './test-request.ts'
import { BUCKET, startTestStore, type TestStore } from './test-store.ts'

vi.setConfig({ testTimeout: 30_000 })

let store: TestStore
beforeAll(async () => {
  store = await startTestStore()
})
afterAll(() => store.dispose())

const PUT = { method: 'PUT', path: `/${BUCKET}/object` }

/** Sends the start of a body that was announced longer, and gives the way to end it. */
async function sendBeginning(path: string, headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(store.endpoint)
  const signed = signHeader(store.endpoint, {
    ...PUT,
    path,
    headers: { 'content-length': '1000', ...headers },
  })
  const sending = request({ hostname, port, method: 'PUT', path, headers: signed.headers ?? {} })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sending.once('response', (response) => resolve(response.resume().statusCode))
    sending.once('error', reject)
  })
  const before = await dataFiles()
  sending.write(Buffer.alloc(500))
  await expect.poll(dataFiles).toHaveLength(before.length + 1)
  return { sending, answered }
}

async function dataFiles(): Promise<string[]> {
  const entries = await readdir(join(store.folder, 'data'), {
    recursive: true,
    withFileTypes: true,
  })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

describe('a body', () => {
  it('that breaks off leaves nothing behind', async () => {
    const before = await dataFiles()
    const { sending, answered } = await sendBeginning(PUT.path)
    sending.destroy()
    await expect(answered).rejects.toThrow()
    await expect.poll(dataFiles).toEqual(before)
  })

  it('must have its length announced, and no more than 5 GiB', async () => {
    const chunked = signHeader(store.endpoint, {
      ...PUT,
      headers: { 'transfer-encoding': 'chunked' },
      body: 'x',
    })
    expect(await send(store.endpoint, chunked)).toMatchObject({
      status: 411,
      code: 'MissingContentLength',
    })
    const headers = { 'content-length': String(5 * 2 ** 30 + 1), expect: '100-continue' }
    const signed = signHeader(store.endpoint, { ...PUT, headers })
    const { hostname, port } = new URL(store.endpoint)
    const sending = request({
      hostname,
      port,
      method: 'PUT',
      path: PUT.path,
      headers: signed.headers ?? {},
    })
    const status = await new Promise((resolve, reject) => {
      sending.once('response', (response) => resolve(response.statusCode))
      sending.once('continue', () => reject(new Error('was told to continue')))
      sending.once('error', reject)
      sending.flushHeaders()
    })
    expect(status).toBe(400)
    sending.destroy()
  })

  it('is waited for only when the request is right', async () => {
    const headers = { 'content-length': '4', expect: '100-continue' }
    const signed = signHeader(store.endpoint, { ...PUT, headers })
    const { hostname, port } = new URL(store.endpoint)
    const sending = request({
      hostname,
      port,
      method: 'PUT',
      path: PUT.path,
      headers: signed.headers ?? {},
    })
    sending.once('continue', () => sending.end('body'))
    const status = await new Promise((resolve, reject) => {
      sending.once('response', (response) => resolve(response.resume().statusCode))
      sending.once('error', reject)
      sending.flushHeaders()
    })
    expect(status).toBe(200)
  })
})

describe('a part', () => {
  it('whose upload is aborted while it comes in is refused, and leaves nothing', async () => {
    const before = await dataFiles()
    const upload = { Bucket: BUCKET, Key: 'aborted' }
    const { UploadId } = await store.client.send(new CreateMultipartUploadCommand(upload))
    const path = `/${BUCKET}/aborted?partNumber=1&uploadId=${UploadId}`
    const { sending, answered } = await sendBeginning(path)
    await store.client.send(new AbortMultipartUploadCommand({ ...upload, UploadId }))
    sending.end(Buffer.alloc(500))
    expect(await answered).toBe(404)
    await expect.poll(dataFiles).toEqual(before)
  })
})

describe('an object', () => {
  it('leaves its bytes to nobody when its reader goes away', async () => {
    const object = { Bucket: BUCKET, Key: 'left' }
    const before = await dataFiles()
    await store.client.send(new PutObjectCommand({ ...object, Body: randomBytes(8_000_000) }))
    const { hostname, port } = new URL(store.endpoint)
    const path = `/${BUCKET}/left`
    const { headers = {} } = signHeader(store.endpoint, { path })
    const reading = request({ hostname, port, path, headers, agent: false }).end()
    await once(reading, 'response')
    reading.destroy()
    await store.client.send(new DeleteObjectCommand(object))
    await expect.poll(dataFiles).toEqual(before)
  })

  it('that is deleted while it is read is read to its end', async () => {
    const content = randomBytes(8 * 1024 * 1024)
    const object = { Bucket: BUCKET, Key: 'read' }
    await store.client.send(new PutObjectCommand({ ...object, Body: content }))
    const { Body } = await store.client.send(new GetObjectCommand(object))
    await store.client.send(new DeleteObjectCommand(object))
    const bytes = await Body?.transformToByteArray()
    expect(Buffer.from(bytes ?? []).equals(content)).toBe(true)
    await expect(store.client.send(new GetObjectCommand(object))).rejects.toMatchObject({
      name: 'NoSuchKey',
    })
  })

  it('is made by one only of those who want it new', async () => {
    const puts = Array.from({ length: 8 }, () =>
      store.client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: 'new',
          Body: randomBytes(1000),
          IfNoneMatch: '*',
        }),
      ),
    )
    const ended = await Promise.allSettled(puts)
    expect(ended.filter(({ status }) => status === 'fulfilled').length).toBe(1)
  })
})

describe('a connection', () => {
  it('that speaks no HTTP is answered and closed', async () => {
    const { hostname, port } = new URL(store.endpoint)
    const socket = connect(Number(port), hostname)
    socket.write('\x16\x03\x01 hello\r\n\r\n')
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(Buffer.from(chunk))
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 400 .*\r\nx-amz-request-id: /)
  })
})
