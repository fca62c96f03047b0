import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type Api } from '../testing/harness.ts'
import { createBucket } from './bucket.ts'
import { createS3Client } from './client.ts'
import { probeStore, remember } from './probe.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

/** A line to a store that loses its first answer to each kind of request that must not overwrite. */
async function openLosingLine(target: string) {
  const lost: string[] = []
  const server = createServer((incoming, outgoing) => {
    const { method = '', url, headers } = incoming
    const asked = request(target + url, { method, headers }, (answer) => {
      if (answer.statusCode === 200 && 'if-none-match' in headers && !lost.includes(method)) {
        lost.push(method)
        answer.resume().once('end', () => outgoing.destroy())
        return
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(asked)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { endpoint: `http://127.0.0.1:${port}`, lost, close }
}

describe('probeStore', () => {
  it('finds what the embedded store checks, and leaves nothing behind', async () => {
    const client = createS3Client(api.address)
    const told: string[] = []
    const tell = (what: string) => void told.push(what)
    const ability = await probeStore(client, api.address.bucket, 'in/', tell)
    expect(ability).toEqual({
      checksum: 'crc64nvme',
      etagOfParts: true,
      guardedComplete: true,
      guardedPut: true,
    })
    const left = await client.send(new ListObjectsV2Command({ Bucket: api.address.bucket }))
    expect(left.KeyCount).toBe(0)
    expect(told).toEqual([])
    client.destroy()
  })

  it('finds the same where the first answers to what must not overwrite are lost', async () => {
    const line = await openLosingLine(api.address.endpoint ?? '')
    const client = createS3Client({ ...api.address, endpoint: line.endpoint })
    const ability = await probeStore(client, api.address.bucket, 'in/', () => undefined)
    expect(line.lost.sort()).toEqual(['POST', 'PUT'])
    expect(ability).toMatchObject({ guardedComplete: true, guardedPut: true })
    const left = await client.send(new ListObjectsV2Command({ Bucket: api.address.bucket }))
    expect(left.KeyCount).toBe(0)
    client.destroy()
    line.close()
  })

  it.each(['ExpiredToken', 'RequestTimeout', 'InvalidToken'])(
    'fails, and takes a passing 400 for no refusal: %s',
    async (code) => {
      const client = createS3Client(api.address)
      const trouble = Object.assign(new Error(code), {
        name: code,
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
      })
      client.middlewareStack.add(
        (next, { commandName }) =>
          (input) =>
            commandName === 'PutObjectCommand' ? Promise.reject(trouble) : next(input),
        { step: 'finalizeRequest', priority: 'low' },
      )
      const probe = probeStore(client, api.address.bucket, 'in/', () => undefined)
      await expect(probe).rejects.toMatchObject({ cause: trouble })
      client.destroy()
    },
  )

  it('fails, and decides nothing, while the store is away', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const client = createS3Client({ ...api.address, endpoint: `http://127.0.0.1:${port}` })
    const probe = probeStore(client, 'files', '', () => undefined)
    await expect(probe).rejects.toMatchObject({ code: 'network' })
    client.destroy()
  })
})

describe('complete', () => {
  it('reads an error out of an answer of 200', async () => {
    const body = '<Error><Code>InternalError</Code><Message>late</Message></Error>'
    const server = createServer((_request, response) => response.end(body))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const client = createS3Client({ ...api.address, endpoint: `http://127.0.0.1:${port}` })
    const bucket = createBucket(client, 'files')
    const guards = { size: 0, crc64nvme: null, guarded: true }
    await expect(bucket.complete({ key: 'a', uploadId: 'u' }, [], guards)).rejects.toMatchObject({
      code: 'server_error',
    })
    client.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('remember', () => {
  it('asks once, but again after a failure', async () => {
    let asked = 0
    const ask = remember(async () => {
      asked++
      if (asked === 1) throw new Error('away')
      return asked
    })
    await expect(Promise.all([ask(), ask()])).rejects.toThrow('away')
    expect(await Promise.all([ask(), ask()])).toEqual([2, 2])
    expect(await ask()).toBe(2)
  })
})
