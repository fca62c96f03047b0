import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signPartsAnswerSchema } from '../shared/wire.ts'
import { readConfig } from './config.ts'
import { createLogger } from './log.ts'
import { startServer } from './server.ts'
import { createStore } from './store/server.ts'
import { create, creation, openApi, openStore, SECRET, type Api } from './testing/harness.ts'
import { putByName } from './testing/put-by-name.ts'

const LETTER = Buffer.from('123456789')
const NAMES = ['s1.localhost', 's2.localhost']
let api: Api
let hosts: string[]

beforeAll(async () => {
  const { address, close } = await openStore()
  const { port } = new URL(address.endpoint ?? '')
  const otherEndpoints = NAMES.map((name) => `http://${name}:${port}`)
  api = await openApi({ bucket: { address: { ...address, otherEndpoints }, close } })
  hosts = [`http://127.0.0.1:${port}`, ...otherEndpoints]
})
afterAll(() => api.close())

async function sign(host?: string) {
  const request = creation()
  const { token, key } = await create(api, request)
  const { status, body } = await api.call('POST', `/api/uploads/${request.id}/sign`, {
    token,
    body: { parts: [{ number: 1, ...(host === undefined ? {} : { host }) }] },
  })
  expect(status).toBe(200)
  const answer = v.parse(signPartsAnswerSchema, body)
  const { url = '', headers = {} } = answer.parts[0] ?? {}
  const parts = async () =>
    (await api.call('GET', `/api/uploads/${request.id}/parts`, { token })).body
  return { answer, url, headers, key, parts }
}

describe('the names of a bucket', () => {
  it('are told with every answer, and to the browser as places that it may send to', async () => {
    expect((await sign()).answer.hosts).toEqual(hosts)
    const { headers } = await api.call('GET', '/health')
    const policy = headers.get('content-security-policy')
    expect(policy).toContain(`connect-src 'self' ${hosts.join(' ')};`)
  })

  it('take each the part that is signed for it', async () => {
    for (const host of hosts) {
      const { url, headers, parts } = await sign(host)
      expect(new URL(url).origin).toBe(host)
      expect((await putByName(url, headers, LETTER)).status).toBe(200)
      expect(await parts()).toMatchObject({ parts: [{ number: 1, size: 9 }] })
    }
  })

  it('take no part that is signed for another', async () => {
    const { url, headers } = await sign(hosts[1])
    for (const host of ['s2.localhost', '127.0.0.1', 'example.com', 'files.localhost']) {
      const { port } = new URL(url)
      const { status, text } = await putByName(url, headers, LETTER, `${host}:${port}`)
      expect(status).toBe(403)
      expect(text).toContain('<Code>SignatureDoesNotMatch</Code>')
    }
  })

  it.each(['http://example.com', 'http://s3.localhost:1', 'nonsense', ''])(
    'are the only ones that are signed for: %j leads to the first',
    async (host) => {
      expect(new URL((await sign(host)).url).origin).toBe(hosts[0])
    },
  )
})

describe('the embedded store', () => {
  async function originsOf(environment: Record<string, string>): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'longhaul-hosts-'))
    const given = {
      PORT: '0',
      STORE_PORT: '0',
      DATA_DIR: folder,
      TOKEN_SECRET: SECRET,
      AUTH_OPEN_TO_EVERYONE: 'yes',
    }
    const server = await startServer(readConfig({ ...given, ...environment }), {
      log: createLogger('silent', { write: () => undefined }),
      version: '0.0.0',
      webFolder: undefined,
      storeFolder: join(folder, 'store'),
      openStore: createStore,
      keepSecret: async () => SECRET,
    })
    try {
      const { headers } = await fetch(`http://127.0.0.1:${server.port}/health`)
      const policy = headers.get('content-security-policy') ?? ''
      return (/connect-src 'self' ([^;]*)/.exec(policy)?.[1] ?? '').split(' ')
    } finally {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  }

  it('has many names where the page is on the same machine', async () => {
    const [first = '', ...others] = await originsOf({})
    const { port } = new URL(first)
    expect(first).toBe(`http://localhost:${port}`)
    expect(others.length).toBeGreaterThan(6)
    for (const [at, other] of others.entries())
      expect(other).toBe(`http://s${at + 1}.localhost:${port}`)
  })

  it('has else those that are named', async () => {
    const elsewhere = { PUBLIC_ORIGIN: 'http://files.example.com' }
    expect(await originsOf(elsewhere)).toHaveLength(1)
    expect(
      await originsOf({
        PUBLIC_ORIGIN: 'https://files.example.com',
        S3_PUBLIC_ENDPOINT: 'https://a.example.com',
        S3_ENDPOINTS: 'https://b.example.com,https://c.example.com',
      }),
    ).toEqual(['https://a.example.com', 'https://b.example.com', 'https://c.example.com'])
  })
})
