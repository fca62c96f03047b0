import { pino } from 'pino'
import { expect, it } from 'vitest'
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
