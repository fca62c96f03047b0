import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterEach, expect, it } from 'vitest'
import { createS3Client } from './client.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** A client of a store that answers with these, one after the other, and what was told of it. */
async function observed(answers: [status: number, code?: string][]) {
  server = createServer((_request, response) => {
    const [status, code] = answers.shift() ?? [200]
    response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
    response.end(code === undefined ? '' : `<Error><Code>${code}</Code></Error>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const told: [operation: string, code: string | undefined][] = []
  const client = createS3Client(
    {
      bucket: 'files',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      publicEndpoint: undefined,
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    },
    (operation, seconds, code) => {
      expect(seconds).toBeGreaterThan(0)
      told.push([operation, code])
    },
  )
  return { client, told }
}

const at = { Bucket: 'files', Key: 'a', UploadId: 'u' }

it('tells of each attempt of its own', async () => {
  const { client, told } = await observed([[503, 'SlowDown'], [500, 'InternalError'], [200]])
  await client.send(new ListPartsCommand(at))
  const name = 'ListParts'
  expect(told).toEqual([
    [name, 'SlowDown'],
    [name, 'InternalError'],
    [name, undefined],
  ])
})

it('bounds what a store may call an error', async () => {
  const { client, told } = await observed([[418, 'made-up-by-the-store']])
  await expect(client.send(new ListPartsCommand(at))).rejects.toThrow()
  expect(told).toEqual([['ListParts', 'http_418']])
})

it('takes it for no error that an object is not there', async () => {
  const { client, told } = await observed([[404], [404]])
  await expect(client.send(new HeadObjectCommand(at))).rejects.toThrow()
  await expect(client.send(new HeadBucketCommand({ Bucket: 'files' }))).rejects.toThrow()
  expect(told).toEqual([
    ['HeadObject', undefined],
    ['HeadBucket', 'NotFound'],
  ])
})

it('takes it for no error that an upload has ended', async () => {
  const { client, told } = await observed([
    [404, 'NoSuchUpload'],
    [404, 'NoSuchUpload'],
  ])
  await expect(client.send(new AbortMultipartUploadCommand(at))).rejects.toThrow()
  await expect(client.send(new ListPartsCommand(at))).rejects.toThrow()
  expect(told).toEqual([
    ['AbortMultipartUpload', undefined],
    ['ListParts', undefined],
  ])
})

it('takes it for no error to be kept from overwriting', async () => {
  const { client, told } = await observed([[412, 'PreconditionFailed']])
  const put = client.send(new PutObjectCommand({ ...at, Body: 'a', IfNoneMatch: '*' }))
  await expect(put).rejects.toThrow()
  expect(told).toEqual([['PutObject', undefined]])
})

it('takes it for no error to be kept from removing another object than was found', async () => {
  const { client, told } = await observed([
    [412, 'PreconditionFailed'],
    [404, 'NoSuchKey'],
  ])
  const remove = () => client.send(new DeleteObjectCommand({ ...at, IfMatch: '"a"' }))
  await expect(remove()).rejects.toThrow()
  await expect(remove()).rejects.toThrow()
  expect(told).toEqual([
    ['DeleteObject', undefined],
    ['DeleteObject', undefined],
  ])
})

it('names how a store could not be reached', async () => {
  const { client, told } = await observed([])
  server?.close()
  await expect(client.send(new ListPartsCommand(at))).rejects.toThrow()
  expect(new Set(told.map(([, code]) => code))).toEqual(new Set(['ECONNREFUSED']))
})
