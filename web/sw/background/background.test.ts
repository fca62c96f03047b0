import { v7 as uuid } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CHECKSUM_HEADERS } from '../../../shared/checksum.ts'
import { HAND_OVER_PREFIX, partPath } from '../../../shared/hand-over.ts'
import type { Engine } from '../engine.ts'
import type { Event } from '../engine/events.ts'
import { EMPTY_FLIGHT } from '../engine/flight.ts'
import { createRecord } from '../engine/record.ts'
import type { Upload } from '../engine/step.ts'
import { createBackground } from './background.ts'
import type { FetchRecord, FetchRegistration } from './platform.ts'

const CRC = 'rosUhgp5mIg='

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<T>((done, fail) => {
    resolve = done
    reject = fail
  })
  return { promise, resolve, reject }
}

interface FakePart {
  readonly remoteId: string
  readonly number: number
  readonly checksum?: string
}

/** A Background Fetch whose parts the test answers. */
function createFetch(parts: readonly FakePart[], id = HAND_OVER_PREFIX + uuid()) {
  const answers = parts.map(() => deferred<Response>())
  for (const { promise } of answers) promise.catch(() => undefined)
  const records = parts.map(({ remoteId, number, checksum }, index): FetchRecord => {
    const headers = checksum === undefined ? {} : { [CHECKSUM_HEADERS.crc64nvme]: checksum }
    const url = `https://app.example${partPath(remoteId, number)}`
    const answer = answers[index]
    if (!answer) throw new Error('no answer')
    return {
      request: new Request(url, { method: 'PUT', headers }),
      responseReady: answer.promise,
    }
  })
  let result: FetchRegistration['result'] = ''
  const registration: FetchRegistration = {
    id,
    get result() {
      return result
    },
    failureReason: '',
    matchAll: async () => records,
    abort: vi.fn<() => Promise<boolean>>(async () => {
      result = 'failure'
      for (const { reject } of answers) reject(new DOMException('ended', 'AbortError'))
      return true
    }),
  }
  return {
    id,
    registration,
    answer: (index: number, response: Response) => answers[index]?.resolve(response),
    end: () => (result = 'success'),
  }
}
type FakeFetch = ReturnType<typeof createFetch>

const ok = (checksum?: string) =>
  Response.json({ etag: 'e', ...(checksum === undefined ? {} : { checksum }) })

describe('the background', () => {
  let uploads: Map<string, Upload>
  let events: Event[]
  let running: FakeFetch[]
  let slow: Promise<void> | null
  const warn = vi.fn<() => void>()

  beforeEach(() => {
    uploads = new Map()
    events = []
    running = []
    slow = null
    warn.mockReset()
  })

  function upload(handedOver = false): string {
    const id = uuid()
    const file = { id, name: 'a', path: '', size: 100, type: '', lastModified: 1 }
    const record = createRecord(file, 1)
    const hold = { ...record.hold, handedOver }
    uploads.set(id, { record: { ...record, phase: 'sending', hold }, flight: EMPTY_FLIGHT })
    return id
  }

  function open() {
    const engine: Pick<Engine, 'apply' | 'uploads'> = {
      uploads: () => uploads,
      apply: async (added) => void events.push(...added),
    }
    const fetches = {
      async getIds() {
        await slow
        return ['another-app', ...running.map(({ id }) => id)]
      },
      get: async (id: string) => running.find((one) => one.id === id)?.registration,
    }
    return createBackground({ engine, fetches, log: { warn }, sleep: async () => undefined })
  }

  const types = () => events.map(({ type, id }) => [type, id])

  it('holds what a page hands over, and notes what arrives, also without its checksum', async () => {
    const id = upload()
    const fetch = createFetch([
      { remoteId: id, number: 1, checksum: CRC },
      { remoteId: id, number: 2 },
      { remoteId: id, number: 3 },
    ])
    running = [fetch]
    const { begun } = await open().handedOver(fetch.id, [{ id, unhashed: true }])
    await begun
    expect(events).toEqual([{ type: 'handed-over', id, unhashed: true }])
    fetch.answer(0, ok())
    fetch.answer(1, ok(CRC))
    fetch.answer(2, new Response(null, { status: 503 }))
    await vi.waitFor(() =>
      expect(events.slice(1)).toEqual([
        { type: 'sent', id, part: { number: 1, checksum: CRC, hashed: true } },
        { type: 'sent', id, part: { number: 2, checksum: CRC, hashed: false } },
      ]),
    )
    expect(fetch.registration.abort).not.toHaveBeenCalled()
  })

  it('goes on here when the browser never begins what it was handed', async () => {
    const id = upload()
    const { begun } = await open().handedOver(`${HAND_OVER_PREFIX}1`, [{ id, unhashed: false }])
    await begun
    expect(types()).toEqual([
      ['handed-over', id],
      ['taken-back', id],
    ])
    expect(warn).toHaveBeenCalledOnce()
  })

  it('notes what an ended fetch got done before it takes its uploads back', async () => {
    const id = upload(true)
    const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
    fetch.answer(0, ok())
    fetch.end()
    await open().ended(fetch.registration)
    expect(types()).toEqual([
      ['sent', id],
      ['taken-back', id],
    ])
  })

  it('takes back what it ends, and does not wait long for a browser that still copies', async () => {
    const id = upload(true)
    const fetch = createFetch([{ remoteId: id, number: 1 }])
    running = [fetch]
    const copied = deferred<void>()
    slow = copied.promise
    const taken = open().takeBack()
    await vi.waitFor(() => expect(types()).toEqual([['taken-back', id]]))
    expect(fetch.registration.abort).not.toHaveBeenCalled()
    copied.resolve()
    await taken
    expect(fetch.registration.abort).toHaveBeenCalledOnce()
  })

  it('leaves alone what another page hands over while an earlier fetch is being ended', async () => {
    const id = upload()
    const [first, second] = [createFetch([]), createFetch([{ remoteId: id, number: 1 }])]
    running = [first, second]
    const background = open()
    const copied = deferred<void>()
    slow = copied.promise
    const taken = background.takeBack()
    await (
      await background.handedOver(second.id, [{ id, unhashed: false }])
    ).begun
    copied.resolve()
    await taken
    expect(first.registration.abort).toHaveBeenCalledOnce()
    expect(second.registration.abort).not.toHaveBeenCalled()
    expect(types().at(-1)).toEqual(['handed-over', id])
  })

  it('ends a fetch that begins after its uploads were taken back', async () => {
    const id = upload()
    const fetch = createFetch([{ remoteId: id, number: 1 }])
    const background = open()
    const { begun } = await background.handedOver(fetch.id, [{ id, unhashed: false }])
    const taken = background.takeBack()
    running = [fetch]
    await Promise.all([begun, taken])
    expect(fetch.registration.abort).toHaveBeenCalled()
    expect(types().at(-1)).toEqual(['taken-back', id])
  })

  it('finds at the start what goes on, and takes back what ended unheard', async () => {
    const [going, ended] = [upload(), upload(true)]
    const fetch = createFetch([
      { remoteId: going, number: 1, checksum: CRC },
      { remoteId: uuid(), number: 1, checksum: CRC },
    ])
    running = [fetch]
    const background = open()
    await background.resume()
    expect(types()).toEqual([
      ['taken-back', ended],
      ['handed-over', going],
    ])
    fetch.answer(0, ok())
    await vi.waitFor(() => expect(types().at(-1)).toEqual(['sent', going]))
    await background.resume()
    expect(types()).toHaveLength(3)
  })

  it('takes everything back where the browser knows no Background Fetch', async () => {
    const id = upload(true)
    const engine = {
      uploads: () => uploads,
      apply: async (all: readonly Event[]) => void events.push(...all),
    }
    const sleep = async () => undefined
    await createBackground({ engine, fetches: undefined, log: { warn }, sleep }).resume()
    expect(types()).toEqual([['taken-back', id]])
  })

  it('finds out anew after its changes could not be kept, so that nothing stays held', async () => {
    const id = upload(true)
    let isFull = true
    const engine = {
      uploads: () => uploads,
      apply: async (all: readonly Event[]) => {
        if (isFull) throw new Error('the disk is full')
        events.push(...all)
      },
    }
    const fetches = { getIds: async () => [], get: async () => undefined }
    const sleep = async () => undefined
    const background = createBackground({ engine, fetches, log: { warn }, sleep })
    await expect(background.takeBack()).rejects.toThrow('full')
    isFull = false
    await background.resume()
    expect(types()).toEqual([['taken-back', id]])
  })

  it('waits for no fetch that has ended, though the browser still names it', async () => {
    const id = upload(true)
    const fetch = createFetch([{ remoteId: id, number: 1, checksum: CRC }])
    fetch.answer(0, ok())
    fetch.end()
    running = [fetch]
    await open().resume()
    expect(types()).toEqual([
      ['sent', id],
      ['taken-back', id],
    ])
  })
})
