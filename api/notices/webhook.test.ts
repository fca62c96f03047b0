import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openReceiver, WEBHOOK_SECRET, type Behaviour } from '../testing/receivers.ts'
import { DeliveryError } from './channel.ts'
import type { Notice } from './notice.ts'
import { createWebhook } from './webhook.ts'

const NOTICE: Notice = {
  id: 'msg_of_the_tests',
  type: 'upload.aborted',
  timestamp: '2026-01-02T03:04:05.678Z',
  data: {
    upload: '019a0000-0000-7000-8000-000000000000',
    who: null,
    bucket: 'files',
    key: 'in/2026/letter.txt',
    name: 'lëtter.txt',
    path: '',
    size: 9,
    details: [],
    code: null,
    receipt: null,
  },
}
/**
 * A port that nobody is given for the asking. That of a receiver that was closed may be another's
 * by now, or have a connection from before that is in the midst of being closed.
 */
const NOBODY = 'http://127.0.0.1:2/hooks/a-secret-path'
const NEVER = new AbortController().signal

let receiver: Awaited<ReturnType<typeof openReceiver>> | undefined
afterEach(() => receiver?.close())

async function send(behave?: () => Behaviour, signal = NEVER): Promise<unknown> {
  receiver = await openReceiver(behave)
  const webhook = createWebhook(receiver.url, [WEBHOOK_SECRET], 'label')
  return webhook.send(NOTICE, null, signal).catch((error: unknown) => error)
}

describe('a webhook', () => {
  it('is signed as the scheme says', async () => {
    expect(await send()).toBeUndefined()
    const { id: _, ...payload } = NOTICE
    const [received] = receiver?.received ?? []
    expect(received).toMatchObject({ id: NOTICE.id, body: payload })
    // The scheme by hand: HMAC-SHA-256 over id, time and body, in base64.
    const key = Buffer.from(WEBHOOK_SECRET.slice('whsec_'.length), 'base64')
    const time = String(received?.headers['webhook-timestamp'])
    const signed = `${NOTICE.id}.${time}.${JSON.stringify(payload)}`
    const signature = createHmac('sha256', key).update(signed).digest('base64')
    expect(received?.headers['webhook-signature']).toBe(`v1,${signature}`)
    expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(60)
  })

  it('is signed with each secret, while one is exchanged', async () => {
    receiver = await openReceiver()
    const other = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
    await createWebhook(receiver.url, [other, WEBHOOK_SECRET], '').send(NOTICE, null, NEVER)
    const [received] = receiver.received
    expect(String(received?.headers['webhook-signature']).split(' ')).toHaveLength(2)
  })

  it.each([400, 404, 429, 500, 503])('is not delivered by %d', async (status) => {
    const error = await send(() => status)
    expect(error).toBeInstanceOf(DeliveryError)
    expect(error).toMatchObject({ isFinal: false })
  })

  it('is given up where the receiver is gone', async () => {
    expect(await send(() => 410)).toMatchObject({ isFinal: true })
  })

  it('follows no redirect', async () => {
    const inner = await openReceiver()
    const error = await send(() => (response) => {
      response.writeHead(307, { location: inner.url }).end()
    })
    inner.close()
    expect(error).toMatchObject({ message: 'the receiver answered 307' })
    expect(inner.received).toEqual([])
  })

  it('does not wait for the end of an answer', async () => {
    const error = await send(() => (response) => {
      response.writeHead(200)
      response.write('an answer that goes on and on')
    })
    expect(error).toBeUndefined()
  })

  it('is broken off in time, and never tells its address', async () => {
    const late = await send(() => () => undefined, AbortSignal.timeout(100))
    expect(late).toMatchObject({ message: 'no answer in time' })
    const webhook = createWebhook(NOBODY, [WEBHOOK_SECRET], '')
    const error = await webhook.send(NOTICE, null, NEVER).catch((error: unknown) => error)
    expect(error).toMatchObject({ message: 'not reached: ECONNREFUSED' })
    expect(Reflect.get(Object(error), 'cause')).toBeUndefined()
  })
})
