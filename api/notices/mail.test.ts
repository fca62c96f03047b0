import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { receiptSchema } from '../../shared/receipt.ts'
import { OPEN } from '../identity/settings.ts'
import { creation, type Api } from '../testing/harness.ts'
import { ALL, begin, closing, complete, isEmpty, kept, open } from '../testing/notices.ts'
import { openMailServer, SMTP_PASSWORD } from '../testing/receivers.ts'
import { NO_NOTICES, type MailSettings, type NoticeSettings } from './settings.ts'

describe('notices by mail', { timeout: 30_000 }, () => {
  const settings = (port: number, change: Partial<MailSettings> = {}): NoticeSettings => ({
    ...NO_NOTICES,
    kinds: ALL,
    mail: {
      host: '127.0.0.1',
      port,
      security: 'none',
      login: { user: 'longhaul', password: SMTP_PASSWORD },
      from: 'longhaul@example.com',
      to: ['ops@example.com', 'night@example.com'],
      linkOwners: true,
      ...change,
    },
  })

  async function mailServer(...given: Parameters<typeof openMailServer>) {
    const server = await openMailServer(...given)
    closing.push(server.close)
    return server
  }

  async function linkHeaders(api: Api, notify?: string) {
    const headers = { 'longhaul-link': (await linkOf(api, notify)).token }
    return headers
  }

  async function linkOf({ deps }: Api, notify?: string) {
    const limits = { maxFileSize: null, maxFiles: null, maxBytes: null }
    const link = { ...limits, prefix: '', expiresInSeconds: 60, note: '', admin: false }
    return deps.links.make({ ...link, ...(notify && { notify }) }, deps.now())
  }

  it('go to the operators, with what the receipt says', async () => {
    const { port, mails } = await mailServer()
    const api = await open(settings(port))
    const { body } = await complete(api, await begin(api, { path: 'a/b' }))
    const receipt = v.parse(receiptSchema, body)
    await expect.poll(() => mails).toHaveLength(1)
    const [mail] = mails
    expect(mail?.to).toEqual(['ops@example.com', 'night@example.com'])
    const source = mail?.source.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? ''
    expect(source).toContain('Subject: Arrived: letter.txt\r\n')
    expect(source).toContain('Auto-Submitted: auto-generated\r\n')
    expect(source).toMatch(/^Message-ID: <msg_[\w-]{32}@example\.com>\r$/im)
    expect(source).toContain('"a/b/letter.txt"')
    expect(source).toContain(receipt.key)
    expect(source).toContain(`\nCompleted: ${receipt.completedAt}`)
    expect(source).toContain(`crc64nvme ${receipt.checksum.value}`)
    const [, attached = ''] = /filename=receipt\.json\r\n\r\n([\w+/=\r\n]+)/.exec(source) ?? []
    expect(JSON.parse(Buffer.from(attached, 'base64').toString())).toEqual(receipt)
  })

  it('go to whom a link was made for, unless that is switched off', async () => {
    const { port, mails } = await mailServer()
    const auth = { ...OPEN, links: true }
    const api = await open(settings(port, { to: [] }), { auth })
    const abort = async (api: Api, notify?: string) => {
      const headers = await linkHeaders(api, notify)
      const request = creation()
      const begun = await api.call('POST', '/api/uploads', { body: request, headers })
      const { token } = v.parse(v.object({ token: v.string() }), begun.body)
      const options = { headers: { ...headers, 'longhaul-token': token } }
      expect(await api.call('DELETE', `/api/uploads/${request.id}`, options)).toMatchObject({
        status: 204,
      })
    }
    await abort(api)
    await abort(api, 'ann@example.com')
    await expect.poll(() => mails).toMatchObject([{ to: ['ann@example.com'] }])
    await isEmpty(api)
    const off = { to: ['ops@example.com'], linkOwners: false }
    const silent = await open(settings(port, off), { auth })
    await abort(silent, 'ann@example.com')
    await expect.poll(() => mails.length).toBe(2)
    await isEmpty(silent)
    expect(mails[1]?.to).toEqual(['ops@example.com'])
    expect(mails).toHaveLength(2)
  })

  it('carry a hostile name as text and nothing else', async () => {
    const { port, mails } = await mailServer()
    const api = await open(settings(port, { to: ['ops@example.com'] }))
    const name = 'a\r\nBcc: eve@example.com\r\n\r\n.\r\nMAIL FROM:<x@y.z>\u202Egnp.exe\u001B[2J'
    const upload = await begin(api, { name })
    await api.call('DELETE', `/api/uploads/${upload.id}`, { token: upload.token })
    await expect.poll(() => mails).toHaveLength(1)
    const [{ to, source } = { to: [], source: '' }] = mails
    expect(to).toEqual(['ops@example.com'])
    expect(source).not.toMatch(/^(?:Bcc|MAIL FROM)/im)
    expect(source).not.toContain('\u001B')
    const plain = source.replaceAll('=\r\n', '').replaceAll('=5C', '\\')
    expect(plain).toContain('"a\\u000d\\u000aBcc: eve@example.com')
    expect(plain).toContain('\\u202egnp.exe\\u001b[2J"')
  })

  it('are given up at once where the mail server knows no such person', async () => {
    const unknown = Object.assign(new Error('no such user'), { responseCode: 550 })
    const { port } = await mailServer(() => unknown)
    const api = await open(settings(port))
    await complete(api, await begin(api))
    await expect.poll(() => api.lines.join('')).toContain('a notice was given up')
    await isEmpty(api)
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notice_attempts_total{channel="mail",outcome="failed"} 1')
  })

  it('say so where they reach some of those they go to, and are not sent to them again', async () => {
    const unknown = Object.assign(new Error('no such user'), { responseCode: 550 })
    const { port, mails } = await mailServer((to) => (to.startsWith('night') ? unknown : undefined))
    const api = await open(settings(port))
    await complete(api, await begin(api))
    await expect.poll(() => mails).toHaveLength(1)
    await expect.poll(() => api.lines.join('')).toContain('a notice was given up')
    await isEmpty(api)
    expect(mails.map(({ to }) => to)).toEqual([['ops@example.com']])
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notices_total{channel="mail",outcome="given_up"} 1')
    expect(api.lines.join('')).not.toContain('night@')
  })

  it('are kept where the server refuses the password, which no line has', async () => {
    const { port } = await mailServer()
    const login = { user: 'longhaul', password: 'a-wrong-password' }
    const api = await open(settings(port, { login }))
    expect((await complete(api, await begin(api))).status).toBe(200)
    await expect.poll(() => api.lines.join('')).toContain('a notice was put off')
    expect(api.lines.join('')).toContain('not sent: EAUTH 535')
    expect(api.lines.join('')).not.toMatch(/a-wrong-password|YS13cm9uZy1wYXNzd29yZA|ops@/)
    expect(await kept(api)).not.toEqual([])
  })
})
