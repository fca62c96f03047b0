import { pino } from 'pino'
import { afterEach, expect, it, vi } from 'vitest'
import { createMetrics } from '../metrics/metrics.ts'
import { memoryDocuments } from '../testing/memory-documents.ts'
import { DeliveryError, type Channel } from './channel.ts'
import { createDeliveries, DELIVERY_TIMING } from './delivery.ts'
import { createNotice } from './notice.ts'
import { createOutbox } from './outbox.ts'

/** Takes each notice, and says nothing until it is let go. */
const silent: Channel = {
  kind: 'webhook',
  label: 'webhook 1 at files.example.com',
  send: (_notice, _to, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new DeliveryError('no answer in time')))
    }),
  check: () => Promise.resolve(),
  close: () => undefined,
}

const upload = { id: 'an-upload', name: 'film.mov', path: '', size: 5, sub: '' }

afterEach(() => {
  vi.restoreAllMocks()
})

it('loses none that is put off to the very moment until which it was this server’s', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const lines: string[] = []
  const outbox = createOutbox(memoryDocuments(), 'state/')
  const deliveries = createDeliveries({
    channels: new Map([['one', silent]]),
    outbox,
    metrics: createMetrics(false),
    timing: { ...DELIVERY_TIMING, attempt: 5, soon: [0], later: [60_000], lease: 60_000 },
    now: () => 1_700_000_000_000,
    log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
  })
  const one = { ...upload, key: 'in/1' }
  const notice = createNotice(one, 'bucket', [], { kind: 'failed', code: 'upload_gone' }, 0)
  deliveries.add({ channel: 'one', to: null, notice, round: 0 })
  await expect.poll(() => lines.join('')).toContain('was put off')
  await deliveries.stop()
  const [kept] = await outbox.list()
  if (!kept) throw new Error('it is lost')
  expect(await outbox.read(kept)).toMatchObject({ round: 1 })
})

it('gets on where many notices wait for a receiver that does not answer, and gives them up at last', async () => {
  const lines: string[] = []
  const ends = (message: string) => lines.filter((line) => line.includes(message)).length
  const deliveries = createDeliveries({
    channels: new Map([['one', silent]]),
    outbox: createOutbox(memoryDocuments(), 'state/'),
    metrics: createMetrics(false),
    // While one is a server's there is time for fifteen attempts.
    timing: {
      ...DELIVERY_TIMING,
      attempt: 20,
      soon: [0, 1, 1],
      later: [20, 20],
      lease: 300,
      look: 10,
      atOnce: 1,
    },
    now: Date.now,
    log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
  })
  const many = 24
  for (let index = 0; index < many; index++) {
    const one = { ...upload, key: `in/${index}` }
    const notice = createNotice(one, 'bucket', [], { kind: 'failed', code: 'upload_gone' }, 0)
    deliveries.add({ channel: 'one', to: null, notice, round: 0 })
  }
  deliveries.start()
  try {
    await expect.poll(() => ends('was given up'), { timeout: 15_000 }).toBe(many)
  } finally {
    await deliveries.stop()
  }
  expect(ends('was put off')).toBe(2 * many)
}, 20_000)
