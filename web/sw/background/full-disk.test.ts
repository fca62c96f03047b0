import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../engine.ts'
import type { Event } from '../engine/events.ts'
import { step, type Upload } from '../engine/step.ts'
import { createBackground } from './background.ts'
import {
  CRC,
  createFetch,
  elsewhere,
  idIn,
  ok,
  uploadOf,
  type FakeFetch,
} from './testing/fake-fetch.ts'

describe('the background on a disk that was full for a while', () => {
  let uploads: Map<string, Upload>
  let events: Event[]
  let running: FakeFetch[]
  let time: number
  let failing: Event['type'] | null
  const warn = vi.fn<() => void>()

  beforeEach(() => {
    uploads = new Map()
    events = []
    running = []
    time = 0
    warn.mockReset()
  })

  function upload(handedOver = false): string {
    const made = uploadOf(handedOver)
    uploads.set(made.record.id, made)
    return made.record.id
  }

  async function sleep(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20))
    time += ms
  }

  /** The engine, which keeps nothing of one kind until there is room. */
  function openOnFullDisk() {
    const heard = events
    const engine: Pick<Engine, 'apply' | 'uploads' | 'idOf'> = {
      idOf: idIn(uploads),
      uploads: () => uploads,
      async apply(added) {
        if (added.some(({ type }) => type === failing)) throw new Error('the disk is full')
        heard.push(...added)
        for (const event of added) {
          const before = uploads.get(event.id)
          const after = before && step(before, event)
          if (after) uploads.set(event.id, after)
        }
      },
    }
    const fetches = {
      getIds: async () => running.map(({ id }) => id),
      get: async (id: string) => running.find((one) => one.id === id)?.registration,
    }
    return createBackground({ engine, fetches, log: { warn }, now: () => time, sleep })
  }

  it('finds anew what the browser has to send', async () => {
    const id = upload()
    const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
    running = [fetch]
    failing = 'elsewhere'
    const background = openOnFullDisk()
    const handed = { id, parts: [1], sending: [] }
    await expect(background.handedOver(fetch.id, [handed])).rejects.toThrow('full')
    failing = null
    await background.resume()
    expect(events).toEqual([elsewhere(id, handed.parts)])
  })

  it('finds anew that the browser has nothing more', async () => {
    const id = upload(true)
    const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
    running = [fetch]
    failing = null
    const background = openOnFullDisk()
    await background.resume()
    fetch.answer(0, ok())
    fetch.end()
    running = []
    failing = 'taken-back'
    await expect(background.ended(fetch.registration)).rejects.toThrow('full')
    failing = null
    await background.resume()
    expect(events.at(-1)).toEqual({ type: 'taken-back', id })
    expect(uploads.get(id)?.flight.elsewhere).toBeNull()
  })

  it('does not count a part as the browser’s that it has answered for', async () => {
    const id = upload()
    const fetch = createFetch([1, 2].map((number) => ({ remoteId: id, number, checksum: CRC })))
    running = [fetch]
    failing = 'not-sent'
    const background = openOnFullDisk()
    await background.handedOver(fetch.id, [{ id, parts: [2, 1], sending: [] }])
    fetch.answer(1, new Response(null, { status: 503 }))
    await expect.poll(() => warn).toHaveBeenCalled()
    failing = null
    await background.resume()
    await expect.poll(() => uploads.get(id)?.flight.elsewhere).toEqual([[1, 1]])
  })
})
