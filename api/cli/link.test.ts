import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startFaultProxy } from '../../tests/servers/fault-proxy.ts'
import { issuedLinksPageSchema } from '../../shared/admin.ts'
import { ApiFailure } from '../failure.ts'
import { OPEN } from '../identity/settings.ts'
import { StartError } from '../start-error.ts'
import { creation, openApi, openStore, SECRET, type Api } from '../testing/harness.ts'
import { UsageError } from './command.ts'
import { link } from './link.ts'
import { readCount, readDuration, readSize } from './values.ts'

let api: Api
let environment: Record<string, string>
const lines: string[] = []
const stderr = { write: (line: string) => void lines.push(line) }

beforeAll(async () => {
  const bucket = await openStore()
  api = await openApi({ bucket, auth: { ...OPEN, links: true } })
  environment = {
    AUTH: 'links',
    TOKEN_SECRET: SECRET,
    S3_BUCKET: bucket.address.bucket,
    S3_ENDPOINT: bucket.endpoint,
    PUBLIC_ORIGIN: 'https://files.example.com',
  }
})
afterAll(() => api.close())
beforeEach(() => {
  lines.length = 0
  vi.stubEnv('AWS_ACCESS_KEY_ID', api.address.credentials?.accessKeyId ?? '')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', api.address.credentials?.secretAccessKey ?? '')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function make(...options: string[]) {
  const printed = await link(options, environment, stderr)
  const [, token = ''] =
    /^https:\/\/files\.example\.com\/(?:admin)?#link=(\S+)$/m.exec(printed) ?? []
  const [, id = ''] = /longhaul link revoke (\S+)$/m.exec(printed) ?? []
  const ask = () => api.call('GET', '/api/identity', { headers: { 'longhaul-link': token } })
  return { id, token, ask }
}

describe('longhaul link', { timeout: 30_000 }, () => {
  it('lets no files in among what the servers keep for themselves', async () => {
    const { statePrefix: prefix } = api.deps.settings
    await expect(make('--prefix', `${prefix}ann/`)).rejects.toThrow(/--prefix.*STATE_PREFIX/)
    const { receiptPrefix } = api.deps.settings
    const atTop = { ...environment, KEY_PREFIX: '' }
    await expect(link(['--prefix', receiptPrefix], atTop, stderr)).rejects.toThrow(/RECEIPT_PREFIX/)
    const { token: admin } = await make('--admin')
    const headers = { 'longhaul-link': admin }
    const body = { expiresInSeconds: 60, prefix }
    const settings = { ...api.deps.settings, keyPrefix: '' }
    const refusal = { status: 400, body: { code: 'bad_request' } }
    const making = api.callOn({ settings }, 'POST', '/api/links', { headers, body })
    expect(await making).toMatchObject(refusal)
    // One of before that was looked at.
    const limits = { maxFiles: null, maxBytes: null, maxFileSize: null }
    const older = { ...limits, prefix, expiresInSeconds: 60, note: '', admin: false, notify: null }
    const { token } = await api.deps.links.make(older, Date.now())
    const creating = { headers: { 'longhaul-link': token }, body: creation() }
    expect(await api.callOn({ settings }, 'POST', '/api/uploads', creating)).toMatchObject(refusal)
  })

  it('makes a link that the server takes, with all that was said of it', async () => {
    const options = ['--expires', '2h', '--prefix', 'for-ann/', '--note', 'Your film, please.']
    const limits = ['--max-files', '3', '--max-bytes', '50GB', '--max-file-size', '20 GiB']
    const { token, ask } = await make(...options, ...limits)
    const { body } = await ask()
    expect(body).toMatchObject({
      kind: 'link',
      admin: false,
      note: 'Your film, please.',
      filesLeft: 3,
      bytesLeft: 50_000_000_000,
      maxFileSize: 21_474_836_480,
    })
    const { expiresInSeconds } = body as { expiresInSeconds: number }
    expect(expiresInSeconds).toBeGreaterThan(7100)
    expect(expiresInSeconds).toBeLessThanOrEqual(7200)
    const begun = await api.call('POST', '/api/uploads', {
      body: creation(),
      headers: { 'longhaul-link': token },
    })
    expect(begun.body).toMatchObject({ key: expect.stringContaining('in/for-ann/2') })
  })

  it('makes links of admins, who make links', async () => {
    const { token } = await make('--admin')
    const made = await api.call('POST', '/api/links', {
      body: { expiresInSeconds: 60, note: 'from an admin' },
      headers: { 'longhaul-link': token },
    })
    const { token: second } = made.body as { token: string }
    const headers = { 'longhaul-link': second }
    const { body } = await api.call('GET', '/api/identity', { headers })
    expect(body).toMatchObject({ note: 'from an admin', admin: false })
  })

  it('has those of admins open their page', async () => {
    expect(await link(['--admin'], environment, stderr)).toMatch(
      /^https:\/\/files\.example\.com\/admin#link=/,
    )
  })

  it('has every link listed by its id, and never the link itself', async () => {
    const { id, token } = await make('--label', 'Ann’s film', '--max-files', '3')
    const { receiptPrefix } = api.deps.settings
    const atTop = { ...environment, KEY_PREFIX: '' }
    await expect(link(['--prefix', receiptPrefix], atTop, stderr)).rejects.toThrow(/RECEIPT_PREFIX/)
    const { token: admin } = await make('--admin')
    const listed = await api.call('GET', '/api/links', { headers: { 'longhaul-link': admin } })
    const { links } = v.parse(issuedLinksPageSchema, listed.body)
    expect(links.slice(0, 2)).toMatchObject([
      { admin: true, used: null },
      { id, label: 'Ann’s film', maxFiles: 3, used: { files: 0, bytes: 0 }, revoked: false },
    ])
    expect(JSON.stringify(listed.body)).not.toContain(token.split('.')[2])
    const { body } = await api.call('GET', '/api/identity', { headers: { 'longhaul-link': token } })
    expect(JSON.stringify(body)).not.toContain('Ann’s film')
  })

  it('has a line of the audit for what it did, and says by which account of the machine', async () => {
    const { id, token } = await make('--admin', '--label', 'Ann')
    await link(['revoke', id], environment, stderr)
    const away = { ...environment, S3_ENDPOINT: 'http://127.0.0.1:9' }
    await expect(link(['revoke', id], away, stderr)).rejects.toThrow(ApiFailure)
    const by = { type: 'audit', who: `command:${userInfo().username}`, address: hostname() }
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { ...by, action: 'make_link', outcome: 'done', status: 200, link: id, admin: true },
      { ...by, action: 'revoke_link', outcome: 'done', status: 200, link: id },
      { ...by, action: 'revoke_link', outcome: 'failed', code: 'network', link: id },
    ])
    expect(lines.join('')).not.toContain(token.split('.')[2])
    lines.length = 0
    await link([], { ...environment, AUDIT_LOG: 'off' }, stderr)
    expect(lines).toEqual([])
  })

  it('makes one also where the bucket is away, and says that it is not listed', async () => {
    const away = { ...environment, S3_ENDPOINT: 'http://127.0.0.1:9' }
    expect(await link([], away, stderr)).toMatch(/#link=\S+\n[^]*the admin page does not list it/)
  })

  it('takes one back', async () => {
    const { id, ask } = await make()
    expect(await link(['revoke', id], environment, stderr)).toMatch(/was taken back/)
    api.clock.ahead = 10_000
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'link_revoked' } })
  })

  it('refuses an id that is not listed, as the admin page’s route does, and notes it all the same', async () => {
    const { token } = await make('--admin')
    lines.length = 0
    const [id, other] = [randomUUID(), randomUUID()]
    const why = `no link with the id ${id} is listed. It was noted all the same: should there be one, all servers know within ten seconds.`
    await expect(link(['revoke', id], environment, stderr)).rejects.toThrow(why)
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { action: 'revoke_link', outcome: 'refused', status: 404, code: 'not_found', link: id },
    ])
    const headers = { 'longhaul-link': token }
    expect(await api.call('DELETE', `/api/links/${other}`, { headers })).toMatchObject({
      status: 404,
      body: { code: 'not_found', message: why.replace(id, other) },
    })
    api.clock.ahead += 10_000
    for (const one of [id, other]) expect(await api.deps.revocations.isRevoked(one)).toBe(true)
  })

  it('takes one back also where the list can’t be read', async () => {
    const { id } = await make()
    const proxy = await startFaultProxy(environment['S3_ENDPOINT'] ?? '')
    proxy.handle = (method, url) => (method === 'GET' && /list-type/.test(url) ? 'deny' : 'pass')
    const through = { ...environment, S3_ENDPOINT: proxy.endpoint }
    expect(await link(['revoke', id], through, stderr)).toMatch(/was taken back/)
    await proxy.close()
  })

  it.each([
    [['--expires', 'soon'], '--expires must be 1s to 366d'],
    [['--expires', '0d'], '--expires must be 1s to 366d'],
    [['--expires', '367d'], '--expires must be 1s to 366d'],
    [['--max-files', '-1'], '--max-files'],
    [['--max-files', '0'], '--max-files must be a whole number'],
    [['--max-files', '10GB'], '--max-files must be a whole number'],
    [['--max-bytes', '0'], '--max-bytes must be at least 1'],
    [['--max-bytes', 'much'], '--max-bytes must be at least 1'],
    [['--max-file-size', '49TiB'], '--max-file-size must be 1 to 48.8TiB'],
    [['--note', 'x'.repeat(1001)], '--note must have at most 1000 characters'],
    [['--label', 'x'.repeat(101)], '--label must have at most 100 characters'],
    [['--notify', 'ann'], '--notify must be an e-mail address'],
    [['--prefix', '../else/'], '--prefix must not begin with'],
    [['--everything'], '--everything'],
    [['revoke'], 'revoke ID'],
    [['revoke', 'all'], 'all is no id'],
  ])('says what is wrong with %j', async (options, named) => {
    await expect(link(options, environment)).rejects.toThrow(UsageError)
    await expect(link(options, environment)).rejects.toThrow(named)
  })

  it('makes none that nobody would take', async () => {
    const open = { ...environment, AUTH: 'open', AUTH_OPEN_TO_EVERYONE: 'yes' }
    await expect(link([], open)).rejects.toThrow(/^AUTH must be links/)
    const noServer = { AUTH: 'links', DATA_DIR: join(tmpdir(), 'longhaul-of-no-server') }
    for (const options of [[], ['revoke', randomUUID()]]) {
      await expect(link(options, noServer)).rejects.toThrow(/^There is no .* in DATA_DIR/)
    }
    expect(existsSync(noServer.DATA_DIR)).toBe(false)
    const noFolder = { ...noServer, DATA_DIR: import.meta.filename }
    await expect(link([], noFolder)).rejects.toThrow(StartError)
  })

  it('makes one by the secret alone, and says that it is not listed', async () => {
    const elsewhere = join(tmpdir(), 'longhaul-of-no-server')
    const given = { AUTH: 'links', TOKEN_SECRET: SECRET, DATA_DIR: elsewhere }
    expect(await link([], given, stderr)).toMatch(
      /#link=\S+\n[^]*the admin page does not list it \(There is no store secret access key/,
    )
  })
})

describe('values', { timeout: 30_000 }, () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['2h', 7200],
    ['7d', 604_800],
    ['7', undefined],
    ['1w', undefined],
  ])('%s is %s seconds', (text, seconds) => expect(readDuration(text)).toBe(seconds))

  it.each([
    ['5000', 5000],
    ['5kB', 5000],
    ['5 KiB', 5120],
    ['2TB', 2_000_000_000_000],
    ['5 apples', undefined],
    ['9999999999999TB', undefined],
  ])('%s is %s bytes', (text, bytes) => expect(readSize(text)).toBe(bytes))

  it.each([
    ['10', 10],
    ['10GB', undefined],
    ['1e3', undefined],
    ['9999999999999999', undefined],
  ])('%s is %s files', (text, files) => expect(readCount(text)).toBe(files))
})
