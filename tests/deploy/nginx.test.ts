import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MAX_HEADER_BYTES } from '../../api/http-server.ts'
import { networkOf } from '../../api/identity/client-address.ts'
import { MIB } from '../../shared/limits.ts'
import { apiErrorSchema, createUploadAnswerSchema } from '../../shared/wire.ts'
import { freePort } from '../servers/free-port.ts'
import { startNginx, type Nginx, type NginxOptions } from '../servers/nginx.ts'
import { makeLink, openDeployment, type Deployment } from './deployment.ts'
import { createHttpsClient, type HttpsClient } from './https-client.ts'

/** Bytes. */
const PART_SIZE = 16 * MIB
const PART = '/api/uploads/0d4e7c0e-4a35-4bb3-8c0f-1d3b3b7a0001/parts/1'

describe('nginx, as it is shipped', () => {
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  })

  async function start(options: NginxOptions): Promise<{ nginx: Nginx; client: HttpsClient }> {
    const nginx = await startNginx(options)
    const client = createHttpsClient(nginx)
    ends.push(() => nginx.close())
    ends.push(async () => client.close())
    return { nginx, client }
  }

  /** In place of Longhaul. */
  async function listen(answer: (incoming: IncomingMessage) => unknown): Promise<string> {
    const server: Server = createServer(
      { maxHeaderSize: MAX_HEADER_BYTES },
      (incoming, outgoing) => {
        void Promise.resolve(answer(incoming)).then((body) => outgoing.end(JSON.stringify(body)))
      },
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ends.push(async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('passes a part on before it is there as a whole', async () => {
    let begun: () => void
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    const server = await listen(async (incoming) => {
      incoming.once('data', () => begun())
      return { received: (await text(incoming)).length }
    })
    const { nginx } = await start({ servers: [server] })
    const outgoing = request(nginx.origin + PART, {
      method: 'PUT',
      agent: false,
      ca: nginx.certificate.pem,
      headers: { 'content-length': 2 * MIB },
    })
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
    outgoing.write(Buffer.alloc(MIB, 'a'))
    await hasBegun
    outgoing.end(Buffer.alloc(MIB, 'b'))
    const [answer] = await answered
    expect(await text(answer)).toBe(JSON.stringify({ received: 2 * MIB }))
  })

  it('tells the server who asked, whatever the client says of that, and which host', async () => {
    const { nginx, client } = await start({ servers: [await listen(({ headers }) => headers)] })
    const answer = await client.ask('GET', `${nginx.origin}/api/config`, {
      headers: { 'x-forwarded-for': '192.0.2.1' },
    })
    expect(JSON.parse(answer.body)).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      host: new URL(nginx.origin).host,
    })
  })

  it('tells the server whom a proxy before it has seen, where it believes that one', async () => {
    const { nginx, client } = await start({
      servers: [await listen(({ headers }) => headers)],
      addressHeader: 'x-forwarded-for',
    })
    const answer = await client.ask('GET', `${nginx.origin}/api/config`, {
      headers: { 'x-forwarded-for': '192.0.2.1, 203.0.113.9' },
    })
    expect(JSON.parse(answer.body)).toMatchObject({ 'x-forwarded-for': '203.0.113.9' })
  })

  it('passes on the long headers of one who was signed in by a proxy', async () => {
    const { nginx, client } = await start({ servers: [await listen(({ headers }) => headers)] })
    const lengths = {
      authorization: 9000,
      'x-access-token': 9000,
      'longhaul-token': 8192,
      cookie: 16_000,
    }
    const headers = Object.fromEntries(
      Object.entries(lengths).map(([name, length]) => [name, 'a'.repeat(length)]),
    )
    const answer = await client.ask('GET', `${nginx.origin}/api/config`, { headers })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject(headers)
  })

  it('reads nothing that is shared, however large, and leads to the page, which says so', async () => {
    const { nginx, client } = await start({ servers: [await listen(() => ({}))] })
    const body = new Uint8Array(3 * MIB)
    const answer = await client.ask('POST', `${nginx.origin}/share`, { body })
    expect(answer.status).toBe(303)
    expect(new URL(answer.headers.location ?? '', nginx.origin).href).toBe(
      `${nginx.origin}/?shared`,
    )
  })

  it('asks another server where one is gone, also what is no GET', async () => {
    const gone = `127.0.0.1:${await freePort()}`
    const alive = await listen(async (incoming) => ({ said: await text(incoming) }))
    const { nginx, client } = await start({ servers: [gone, alive] })
    for (const body of ['1', '2', '3']) {
      const answer = await client.ask('POST', `${nginx.origin}/api/uploads`, { body })
      expect(answer.body).toBe(JSON.stringify({ said: body }))
    }
  })

  it('says that no server answers in a way that the page understands', async () => {
    const { nginx, client } = await start({ servers: [`127.0.0.1:${await freePort()}`] })
    const answer = await client.ask('GET', `${nginx.origin}/api/config`)
    expect(answer.status).toBe(503)
    expect(answer.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' })
    expect(v.parse(apiErrorSchema, JSON.parse(answer.body)).retryable).toBe(true)
  })

  it('logs no query, in which signatures are, where the store is gone', async () => {
    const gone = `127.0.0.1:${await freePort()}`
    const { nginx, client } = await start({ servers: [gone], store: gone })
    const answer = await client.ask('GET', `${nginx.storeOrigin}/uploads/x?X-Amz-Signature=secret`)
    expect(answer.status).toBe(502)
    // It is written in the order of time, so what follows shows that all is there.
    await client.ask('GET', `${nginx.origin}/api/config`)
    await expect.poll(() => nginx.errors()).toContain('/api/config')
    const accesses = JSON.stringify(await nginx.lines())
    expect((await nginx.errors()) + accesses).not.toContain('secret')
  })

  it('limits the requests of an address, and says when to come again', async () => {
    const server = await listen(() => ({}))
    const { nginx, client } = await start({
      servers: [server],
      requests: { rate: '1r/m', burst: 2 },
    })
    const statuses: number[] = []
    for (let time = 0; time < 3; time++) {
      statuses.push((await client.ask('GET', `${nginx.origin}/api/config`)).status)
    }
    expect(statuses).toEqual([200, 200, 200])
    const answer = await client.ask('GET', `${nginx.origin}/api/config`)
    expect(answer.status).toBe(429)
    expect(answer.headers['retry-after']).toBe('5')
    expect(v.parse(apiErrorSchema, JSON.parse(answer.body)).code).toBe('slow_down')
  })

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::7', '2001:db8:1:3::7'],
    ['2001:db8:1::3:4', '2001:db8:1:0:9:9:9:9', '2001:db8:2::3:4'],
    ['2001:db8::3:4:5', '2001:db8::1', '2001:db9::1'],
    ['192.0.2.1', '192.0.2.1', '192.0.2.2'],
  ])('counts %s and %s as one address, as the server does, and %s as another', async (...all) => {
    const { nginx, client } = await start({
      servers: [await listen(() => ({}))],
      requests: { rate: '1r/m', burst: 1 },
      addressHeader: 'x-test-address',
    })
    const ask = async (address: string) =>
      (await client.ask('GET', `${nginx.origin}/`, { headers: { 'x-test-address': address } }))
        .status
    const [one, same, another] = all
    expect([await ask(one), await ask(same)]).toEqual([200, 200])
    expect([await ask(one), await ask(same), await ask(another)]).toEqual([429, 429, 200])
    expect(networkOf(one)).toBe(networkOf(same))
    expect(networkOf(one)).not.toBe(networkOf(another))
  })
})

describe('Longhaul behind nginx', () => {
  let deployment: Deployment
  let client: HttpsClient
  let link: string
  beforeAll(async () => {
    deployment = await openDeployment(1)
    client = createHttpsClient(deployment.nginx)
    link = await makeLink(deployment)
  })
  afterAll(async () => {
    client?.close()
    await deployment?.close()
  })
  const ask = (path: string, headers: Record<string, string> = {}) =>
    client.ask('GET', `${deployment.nginx.origin}${path}`, { headers })

  /** An upload of two parts. */
  async function begin(): Promise<{ id: string; token: string }> {
    const id = randomUUID()
    const { body } = await client.ask('POST', `${deployment.nginx.origin}/api/uploads`, {
      headers: { 'content-type': 'application/json', 'longhaul-link': link },
      body: JSON.stringify({
        id,
        name: 'a',
        path: '',
        size: 2 * PART_SIZE,
        type: '',
        lastModified: 0,
      }),
    })
    return { id, token: v.parse(createUploadAnswerSchema, JSON.parse(body)).token }
  }

  it('has every header once, and those of security', async () => {
    const paths = ['/', '/sw.js', '/api/config', '/api/identity', '/no-such-file']
    for (const path of paths) {
      const { rawHeaders, headers } = await ask(path)
      const names = rawHeaders.filter((_, index) => index % 2 === 0).map((n) => n.toLowerCase())
      expect(names.toSorted()).toEqual([...new Set(names)].sort())
      expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/)
      expect(headers['content-security-policy']).toContain(deployment.nginx.storeOrigin)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers.server).toBe('nginx')
    }
  })

  it('compresses the page, and nothing of the API', async () => {
    const accept = { 'accept-encoding': 'gzip' }
    expect((await ask('/sw.js', accept)).headers['content-encoding']).toBe('gzip')
    expect((await ask('/api/config', accept)).headers['content-encoding']).toBeUndefined()
  })

  it('is reached by https only', async () => {
    const { plainOrigin } = deployment.nginx
    const answer = await fetch(`${plainOrigin}/some/page?with=query`, { redirect: 'manual' })
    expect(answer.status).toBe(308)
    expect(answer.headers.get('location')).toBe('https://localhost/some/page?with=query')
  })

  it('answers to a part that it refuses, although more of it comes', async () => {
    const send = (path: string, token: string) =>
      client.ask('PUT', deployment.nginx.origin + path, {
        headers: { 'longhaul-token': token },
        body: Buffer.alloc(PART_SIZE),
      })
    const strange = await send(PART, 'none')
    expect(strange.status).toBe(403)
    expect(v.parse(apiErrorSchema, JSON.parse(strange.body)).code).toBe('token_invalid')

    const { id, token } = await begin()
    const path = `/api/uploads/${id}`
    const headers = { 'longhaul-token': token, 'longhaul-link': link }
    const aborted = await client.ask('DELETE', deployment.nginx.origin + path, { headers })
    expect(aborted.status).toBe(204)
    const late = await send(`${path}/parts/1`, token)
    expect(late.status).toBe(404)
    expect(v.parse(apiErrorSchema, JSON.parse(late.body)).code).toBe('upload_gone')
  })

  it('logs no query, in which signatures are', async () => {
    await client.ask('GET', `${deployment.nginx.storeOrigin}/uploads/x?X-Amz-Signature=secret`)
    // It is written after the answer.
    const paths = async () => (await deployment.nginx.lines()).map(({ path }) => path)
    await expect.poll(paths).toContain('/uploads/x')
    const lines = await deployment.nginx.lines()
    expect(JSON.stringify(lines)).not.toContain('secret')
  })
})

it('passes on the headers of a page that may send to very many hosts of the store', async () => {
  const name = 's'.repeat(60)
  const endpoints = Array.from(
    { length: 60 },
    (_, index) => `https://${name}-${index}.eu-central-1.store.example.com`,
  )
  const deployment = await openDeployment(1, { S3_ENDPOINTS: endpoints.join(',') })
  const client = createHttpsClient(deployment.nginx)
  try {
    const { status, headers } = await client.ask('GET', `${deployment.nginx.origin}/`, {
      headers: { accept: 'text/html' },
    })
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain(endpoints.at(-1))
    expect(headers.link).toContain('rel=')
  } finally {
    client.close()
    await deployment.close()
  }
})
