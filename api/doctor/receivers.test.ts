import { afterEach, describe, expect, it } from 'vitest'
import { NO_NOTICES, type MailSettings, type NoticeSettings } from '../notices/settings.ts'
import {
  openMailServer,
  openReceiver,
  SMTP_PASSWORD,
  WEBHOOK_SECRET,
} from '../testing/receivers.ts'
import { checkReceivers } from './receivers.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function webhook(status: number): Promise<NoticeSettings & { host: string }> {
  const receiver = await openReceiver(() => status)
  closing.push(receiver.close)
  const webhooks = { urls: [receiver.url], secrets: [WEBHOOK_SECRET] }
  return { ...NO_NOTICES, webhooks, host: new URL(receiver.url).host }
}

async function mail(change: Partial<MailSettings>): Promise<NoticeSettings> {
  const server = await openMailServer()
  closing.push(server.close)
  return {
    ...NO_NOTICES,
    mail: {
      host: '127.0.0.1',
      port: server.port,
      security: 'none',
      login: { user: 'longhaul', password: SMTP_PASSWORD },
      from: 'longhaul@example.com',
      to: [],
      linkOwners: true,
      ...change,
    },
  }
}

describe('checkReceivers', { timeout: 30_000 }, () => {
  it('finds nothing where nobody is told', async () => {
    expect(await checkReceivers(NO_NOTICES)).toEqual([])
  })

  it('finds a webhook that takes notices', async () => {
    const { host, ...settings } = await webhook(204)
    const check = `Webhook 1 at ${host}`
    const found = { check, level: 'ok', code: '', saw: 'It took a test notice.', change: '' }
    expect(await checkReceivers(settings)).toEqual([found])
  })

  it('finds one that refuses them, and says nothing of its path', async () => {
    const findings = await checkReceivers(await webhook(404))
    expect(findings).toMatchObject([
      { level: 'warning', saw: 'Notices do not get there: the receiver answered 404.' },
    ])
    expect(JSON.stringify(findings)).not.toContain('a-secret-path')
  })

  it('finds a mail server that lets the server in, and one that does not', async () => {
    expect(await checkReceivers(await mail({}))).toMatchObject([
      { check: 'Mail by 127.0.0.1', level: 'ok' },
    ])
    const login = { user: 'longhaul', password: 'a-wrong-password' }
    const refused = await checkReceivers(await mail({ login }))
    expect(refused).toMatchObject([{ level: 'warning', saw: expect.stringContaining('EAUTH') }])
    expect(JSON.stringify(refused)).not.toContain('a-wrong-password')
    // There is no TLS to be had from this one.
    const security = 'starttls' as const
    expect(await checkReceivers(await mail({ security }))).toMatchObject([{ level: 'warning' }])
  })
})
