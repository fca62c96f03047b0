import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import type { Command, Event } from '../../web/sw/engine/events.ts'
import { createRecord, type UploadRecord } from '../../web/sw/engine/record.ts'
import { createLink } from '../../web/sw/link.ts'
import { createVirtualClock } from './virtual-clock.ts'

const PART = 8 * MIB
const id = uuid()
const server = { token: '4e12', key: id, partSize: PART, partCount: 100 }
const record: UploadRecord = {
  ...createRecord({ id, name: 'a', path: '', size: 100 * PART, type: '', lastModified: 1 }, 1),
  phase: 'sending',
  server: { ...server, checksum: 'none' },
}

function openLink() {
  const clock = createVirtualClock()
  const link = createLink(
    {
      clock,
      probeHost: async () => true,
      conditions: () => ({ saving: false, strained: false, memory: null }),
      speedLimit: () => null,
    },
    () => undefined,
  )
  /** Carries one out, as long as it takes, the clock being set meanwhile. */
  async function carryOut(command: Command, event: Event, time: number, shift = 0): Promise<void> {
    link.begun(command, record)
    const over = clock.sleep(time)
    await clock.advance()
    await over
    clock.shift(shift)
    link.ended(command, record, event)
  }
  const send = async (number: number, shift?: number) => {
    const part = { checksum: null, url: '', headers: {}, beginBefore: Infinity }
    const arrived = { number, checksum: null, hashed: true }
    await carryOut(
      { type: 'send', id, number, part },
      { type: 'sent', id, part: arrived },
      1000,
      shift,
    )
  }
  const sign = (shift?: number) =>
    carryOut({ type: 'sign', id, parts: [] }, { type: 'signed', id, parts: new Map() }, 20, shift)
  return { clock, capacity: () => link.capacity(-Infinity), send, sign }
}

const MINUTES = [20, -20].map((minutes) => minutes * 60_000)

it.each(MINUTES)(
  'measures parts rightly though the clock is set by %i ms meanwhile',
  async (shift) => {
    const { capacity, send } = openLink()
    await send(1)
    await send(2, shift)
    expect(capacity().rate).toBe(PART)
  },
)

it.each(MINUTES)(
  'adds lanes though the clock is set by %i ms in a small request',
  async (shift) => {
    const lanesAfter = async (shift: number) => {
      const { capacity, send, sign } = openLink()
      await sign()
      await sign(shift)
      for (let number = 1; number <= 20; number++) await send(number)
      return capacity().lanes
    }
    expect(await lanesAfter(shift)).toBe(await lanesAfter(0))
  },
)
