import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { RECEIPT } from '../../../tests/page/views.ts'
import { createRecord, uploadRecordSchema } from '../engine/record.ts'
import { createApiClient, type ApiClient } from './api.ts'

const remoteId = '0199d1a0-0000-7000-8000-000000000000'
const upload = { remoteId, token: 'token', link: null, isOnePart: false }
const small = { ...upload, isOnePart: true }
const file = { id: upload.remoteId, name: 'a', path: '', size: 64 * MIB, type: '', lastModified: 1 }
const { signal } = new AbortController()

const questions: [string, (api: ApiClient) => Promise<unknown>][] = [
  ['create', (api) => api.create(file, null, signal)],
  ['create a whole file', (api) => api.create({ ...file, size: 1 }, null, signal)],
  ['sign', (api) => api.sign(upload, [{ number: 1, checksum: null }], signal)],
  ['list', (api) => api.list(upload, signal)],
  ['complete', (api) => api.complete(upload, { checksum: null, unhashedParts: 0 }, signal)],
  ['sign a whole file', (api) => api.sign(small, [{ number: 1, checksum: null }], signal)],
  [
    'complete a whole file',
    (api) => api.complete(small, { checksum: null, unhashedParts: 0 }, signal),
  ],
  ['discard', (api) => api.discard(small, signal)],
  ['abort', (api) => api.abort(upload, signal)],
]

/** What answers in the API's place. */
let answer: RequestListener
let api: ApiClient
const server = createServer((request, response) => answer(request, response))
beforeEach(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  api = createApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api`)
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

describe.each(questions)('%s', (_name, ask) => {
  it('takes a sign-in page for no answer of the API', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in</title>')
    }
    await expect(ask(api)).rejects.toMatchObject({ code: 'bad_answer' })
  })

  it('follows nobody to a sign-in page, and knows that somebody has to go there', async () => {
    const paths: unknown[] = []
    answer = ({ url }, response) => {
      paths.push(url)
      response.writeHead(302, { location: '/sign-in' }).end()
    }
    await expect(ask(api)).rejects.toMatchObject({ code: 'sign_in_required' })
    expect(paths).toHaveLength(1)
  })

  it('knows from a proxy that nobody is signed in, and is known as no page', async () => {
    const asked: unknown[] = []
    answer = ({ headers }, response) => {
      asked.push([headers.accept, headers['x-requested-with']])
      response.writeHead(401, { 'content-type': 'application/json' }).end('{}')
    }
    await expect(ask(api)).rejects.toMatchObject({ code: 'sign_in_required' })
    expect(asked).toEqual([['application/json', 'XMLHttpRequest']])
  })
})

it('knows an upload as cleared away when the API says so', async () => {
  answer = (_request, response) => void response.writeHead(204).end()
  await expect(api.abort(upload, signal)).resolves.toBeUndefined()
})

it('takes a receipt with what only a newer server knows, and keeps that: the signature covers it', async () => {
  const receipt = { ...RECEIPT, region: 'of a newer version' }
  answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(receipt))
  }
  const stated = { checksum: null, unhashedParts: 0 }
  const received = await api.complete(upload, stated, signal)
  expect(received).toEqual(receipt)
  const record = { ...createRecord({ ...file, id: remoteId }, 1), receipt: received }
  expect(v.parse(uploadRecordSchema, record).receipt).toEqual(receipt)
})
