import { v7 as uuid } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChecksumAlgorithm } from '../../../shared/checksum.ts'
import { HAND_OVER_PREFIX } from '../../../shared/hand-over.ts'
import type { Engine } from '../engine.ts'
import type { Event } from '../engine/events.ts'
import type { Upload } from '../engine/step.ts'
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

describe('the background', () => {
  let uploads: Map<string, Upload>
  let events: Event[]
  let running: FakeFetch[]
  let time: number
  let atEachMoment: () => void
  const warn = vi.fn<() => void>()

  beforeEach(() => {
    uploads = new Map()
    events = []
    running = []
    time = 0
    atEachMoment = () => undefined
    warn.mockReset()
  })

  function upload(handedOver = false, checksum: ChecksumAlgorithm = 'crc64nvme'): string {
    const made = uploadOf(handedOver, checksum)
    uploads.set(made.record.id, made)
    return made.record.id
  }

  function open() {
    // What comes of it after its test says nothing to the next.
    const heard = events
    const engine: Pick<Engine, 'apply' | 'uploads' | 'idOf'> = {
      idOf: idIn(uploads),
      uploads: () => uploads,
      apply: async (added) => void heard.push(...added),
    }
    const fetches = {
      async getIds() {
        return ['another-app', ...running.map(({ id }) => id)]
      },
      get: async (id: string) => running.find((one) => one.id === id)?.registration,
    }
    const clock = { now: () => time, sleep }
    return createBackground({ engine, fetches, log: { warn }, ...clock })
  }

  /** Time passes, and others get their turn. */
  async function sleep(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5))
    time += ms
    atEachMoment()
  }

  it('tells the engine what a page hands over, and what became of each part', async () => {
    const id = upload()
    const fetch = createFetch([
      { remoteId: id, number: 1, checksum: CRC },
      { remoteId: id, number: 2 },
      { remoteId: id, number: 3 },
      { remoteId: id, number: 4 },
    ])
    running = [fetch]
    const handed = { id, parts: [4, 3, 2, 1], sending: [] }
    const { begun } = await open().handedOver(fetch.id, [handed])
    await begun
    expect(events).toEqual([elsewhere(id, handed.parts)])
    fetch.answer(0, ok())
    fetch.answer(1, ok(CRC))
    fetch.answer(2, new Response(null, { status: 503 }))
    fetch.answer(3, new Response(null, { status: 409 }))
    await expect
      .poll(() => events.slice(1))
      .toEqual(
        expect.arrayContaining([
          { type: 'sent', id, part: { number: 1, checksum: CRC, hashed: true } },
          { type: 'sent', id, part: { number: 2, checksum: CRC, hashed: false } },
          { type: 'not-sent', id, number: 3, there: false },
          { type: 'not-sent', id, number: 4, there: true },
        ]),
      )
  })

  it.each([
    ['md5', { checksum: 'XVQKpE3mEgJ1+E+0xpvxGw==', hashed: false }],
    ['none', { checksum: null, hashed: true }],
  ] as const)(
    "takes the store's word of a part as its kind of checksum allows: %s",
    async (kind, known) => {
      const id = upload(false, kind)
      const fetch = createFetch([{ remoteId: id, number: 1 }])
      running = [fetch]
      await open().handedOver(fetch.id, [{ id, parts: [1], sending: [] }])
      fetch.answer(0, Response.json({ etag: '5d540aa44de6120275f84fb4c69bf11b' }))
      const part = { number: 1, ...known }
      await expect.poll(() => events).toContainEqual({ type: 'sent', id, part })
    },
  )

  it('goes on here when the browser never begins what it was handed', async () => {
    const id = upload()
    const handed = { id, parts: [1], sending: [] }
    const { begun } = await open().handedOver(`${HAND_OVER_PREFIX}1`, [handed])
    await begun
    expect(events).toEqual([elsewhere(id, handed.parts), { type: 'taken-back', id }])
    expect(warn).toHaveBeenCalledOnce()
  })

  it('goes on here at once when the page says that the browser refused', async () => {
    const id = upload()
    const background = open()
    const { begun } = await background.handedOver('f', [{ id, parts: [1], sending: [] }])
    await background.refused('f')
    expect(events.at(-1)).toEqual({ type: 'taken-back', id })
    await begun
    expect(warn).not.toHaveBeenCalled()
  })

  describe('of a browser that sends', () => {
    async function handOne() {
      const id = upload()
      const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
      running = [fetch]
      await open().handedOver(fetch.id, [{ id, parts: [1], sending: [] }])
      const isTakenBack = async () => {
        await expect.poll(() => events.at(-1)).toEqual({ type: 'taken-back', id })
      }
      return { fetch, isTakenBack }
    }

    it('waits two minutes for it to begin', async () => {
      const { isTakenBack } = await handOne()
      await isTakenBack()
      expect(time).toBeGreaterThan(2 * 60_000)
      expect(time).toBeLessThan(2.3 * 60_000)
    })

    it('does without it once it has fallen silent', async () => {
      const { fetch, isTakenBack } = await handOne()
      atEachMoment = () => {
        if (time < 20_000) fetch.send(1)
      }
      await isTakenBack()
      expect(time).toBeGreaterThan(90_000)
      expect(time).toBeLessThan(2 * 60_000)
    })

    it('leaves it alone while its bytes go up, however slowly', async () => {
      const { fetch, isTakenBack } = await handOne()
      atEachMoment = () => {
        if (time < 10 * 60_000) fetch.send(1)
      }
      await isTakenBack()
      expect(time).toBeGreaterThan(11 * 60_000)
    })
  })

  it('notes what an ended fetch got done before its uploads go on without it', async () => {
    const id = upload(true)
    const fetch = createFetch([
      { remoteId: id, number: 1, checksum: CRC },
      { remoteId: id, number: 2, checksum: CRC },
    ])
    fetch.answer(0, ok())
    fetch.fail(1)
    fetch.end()
    await open().ended(fetch.registration)
    expect(events.slice(0, 2)).toEqual(
      expect.arrayContaining([
        { type: 'sent', id, part: { number: 1, checksum: CRC, hashed: true } },
        { type: 'not-sent', id, number: 2, there: false },
      ]),
    )
    expect(events[2]).toEqual({ type: 'taken-back', id })
  })

  it('tells what the server waits for, as it was being sent here', async () => {
    const id = upload()
    const parts = [1, 2, 3].map((number) => ({ remoteId: id, number, isSending: number > 1 }))
    const [first, second] = [createFetch(parts), createFetch([{ remoteId: id, number: 3 }])]
    running = [first]
    await open().resume()
    expect(events).toEqual([elsewhere(id, [3, 2, 1], 2, 3)])
    running = [first, second]
    await open().handedOver(second.id, [{ id, parts: [3], sending: [3] }])
    expect(events.at(-1)).toEqual(elsewhere(id, [3], 3))
  })

  it('says nothing to an upload that has begun anew of what it was before', async () => {
    const id = upload()
    const fetch = createFetch([1, 2].map((number) => ({ remoteId: id, number, checksum: CRC })))
    running = [fetch]
    const background = open()
    await background.handedOver(fetch.id, [{ id, parts: [2, 1], sending: [] }])
    const { record, flight } = uploadOf()
    uploads.set(id, { record: { ...record, id, remoteId: uuid() }, flight })
    fetch.answer(0, ok())
    fetch.fail(1)
    fetch.end()
    running = []
    await background.ended(fetch.registration)
    expect(events).toEqual([elsewhere(id, [2, 1])])
  })

  it('leaves it to the list what became of a part to which a sign-in page was the answer', async () => {
    const id = upload()
    const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
    fetch.answer(0, new Response('<title>Sign in</title>', { status: 200 }))
    fetch.end()
    await open().ended(fetch.registration)
    expect(events[0]).toEqual({ type: 'not-sent', id, number: 1, there: true })
  })

  it('tells after one of two fetches has ended what the other still has', async () => {
    const id = upload()
    const first = createFetch([{ remoteId: id, number: 1 }])
    const second = createFetch([2, 3].map((number) => ({ remoteId: id, number })))
    running = [first, second]
    const background = open()
    await background.handedOver(first.id, [{ id, parts: [1], sending: [] }])
    await background.handedOver(second.id, [{ id, parts: [2, 3], sending: [] }])
    expect(events.at(-1)).toEqual(elsewhere(id, [1, 2, 3]))
    first.answer(0, ok(CRC))
    first.end()
    running = [second]
    await background.ended(first.registration)
    const told = events.findLast(({ type }) => type === 'elsewhere')
    expect(told).toEqual(elsewhere(id, [2, 3]))
  })

  it('tells of a part once that two pages have handed over', async () => {
    const id = upload()
    const background = open()
    await background.handedOver('f', [{ id, parts: [1, 2], sending: [] }])
    await background.handedOver('g', [{ id, parts: [2, 3, 1], sending: [] }])
    expect(events.at(-1)).toEqual(elsewhere(id, [1, 2, 3]))
    await background.refused('f')
    await background.refused('g')
  })

  it('leaves a part that one fetch did not send to another that has it', async () => {
    const id = upload()
    const both = [1, 2].map((number) => ({ remoteId: id, number }))
    const [first, second] = [createFetch(both), createFetch(both)]
    running = [first, second]
    const background = open()
    for (const fetch of running) {
      await background.handedOver(fetch.id, [{ id, parts: [1, 2], sending: [] }])
    }
    first.answer(0, ok(CRC))
    first.answer(1, new Response(null, { status: 503 }))
    first.end()
    await background.ended(first.registration)
    const types = events.map(({ type }) => type)
    expect(types).not.toContain('not-sent')
    const told = events.findLast(({ type }) => type === 'elsewhere')
    expect(told).toEqual(elsewhere(id, [2]))
  })

  it('waits for no fetch that has ended, though the browser still names it', async () => {
    const id = upload(true)
    const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
    fetch.answer(0, ok())
    fetch.end()
    running = [fetch]
    await open().resume()
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual(['sent', 'taken-back'])
  })

  it('lets go of a fetch whose end was told before it was found', async () => {
    const id = upload(true)
    const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
    running = [fetch]
    await open().resume()
    fetch.answer(0, ok())
    await expect.poll(() => events.at(-1)).toEqual({ type: 'taken-back', id })
    expect(events.map(({ type }) => type)).toEqual(['elsewhere', 'sent', 'taken-back'])
  })

  it('finds at the start what goes on, in its order, and lets go what ended unheard', async () => {
    const [going, ended] = [upload(), upload(true)]
    const fetch = createFetch([
      { remoteId: going, number: 7, checksum: CRC },
      { remoteId: uuid(), number: 1, checksum: CRC },
      { remoteId: going, number: 2 },
    ])
    running = [fetch]
    const background = open()
    await background.resume()
    expect(events).toEqual([elsewhere(going, [2, 7]), { type: 'taken-back', id: ended }])
    fetch.answer(0, ok())
    await expect.poll(() => events[2]).toMatchObject({ type: 'sent', id: going })
    await background.resume()
    expect(events.filter(({ type }) => type === 'elsewhere')).toHaveLength(1)
  })

  it('finds the others where one can never be read, whose uploads go on here', async () => {
    const [unread, going, ended] = [upload(true), upload(), upload(true)]
    const broken = createFetch([{ remoteId: unread, number: 1 }])
    const matchAll = () => Promise.reject(new DOMException('', 'UnknownError'))
    const registration = { ...broken.registration, matchAll }
    const fetch = createFetch([{ remoteId: going, number: 2 }])
    running = [{ ...broken, registration }, fetch]
    await open().resume()
    expect(events).toEqual([
      elsewhere(going, [2]),
      { type: 'taken-back', id: unread },
      { type: 'taken-back', id: ended },
    ])
    expect(warn).toHaveBeenCalledOnce()
  })

  it('lets everything go on where the browser knows no Background Fetch', async () => {
    const id = upload(true)
    const apply = async (all: readonly Event[]) => void events.push(...all)
    const engine = { uploads: () => uploads, idOf: idIn(uploads), apply }
    const now = () => time
    await createBackground({ engine, fetches: undefined, log: { warn }, now, sleep }).resume()
    expect(events).toEqual([{ type: 'taken-back', id }])
  })
})
