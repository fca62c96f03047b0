/** A bucket with a default retention takes nothing without a checksum: as AWS has it. */
import { once } from 'node:events'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApi, openStore, type Api } from '../testing/harness.ts'
import { begin, complete } from '../testing/notices.ts'

const REFUSAL =
  '<Error><Code>InvalidRequest</Code><Message>Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters</Message></Error>'

/** What was asked without, by method and path. */
const refused: string[] = []
let api: Api
let close: () => Promise<void>

beforeAll(async () => {
  const store = await openStore()
  const front = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming
    const isProved = Object.keys(headers).some((name) =>
      /^content-md5$|^x-amz-checksum-/.test(name),
    )
    if (method === 'PUT' && !isProved) {
      refused.push(`${method} ${url}`)
      incoming.resume()
      outgoing.writeHead(400, { 'content-type': 'application/xml' }).end(REFUSAL)
      return
    }
    const passed = ask(new URL(url, store.endpoint), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(passed)
  }).listen(0, '127.0.0.1')
  await once(front, 'listening')
  const { port } = front.address() as AddressInfo
  const address = { ...store.address, endpoint: `http://127.0.0.1:${port}` }
  api = await openApi({ bucket: { address, close: store.close } })
  close = async () => {
    await api.close()
    front.closeAllConnections()
    front.close()
  }
})
afterAll(() => close())

it('takes an upload, its receipt, and all that servers keep', async () => {
  const upload = await begin(api)
  expect((await complete(api, upload)).status).toBe(200)
  const { token } = upload
  expect((await api.call('GET', `/api/uploads/${upload.id}/receipt`, { token })).status).toBe(200)
  expect(refused).toEqual([])
})

it('is found to let the server do what it needs', async () => {
  const findings = await api.deps.examine()
  expect(findings.map(({ code }) => code).filter((code) => code.startsWith('refused_'))).toEqual([])
  expect((await api.deps.ability()).guardedPut).toBe(true)
})
