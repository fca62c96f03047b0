import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { EMPTY_FLIGHT } from './engine/flight.ts'
import { createRecord } from './engine/record.ts'
import type { Upload } from './engine/step.ts'
import type { Answerer } from './messages.ts'

const startUploads = vi.hoisted(() => vi.fn<(lost: () => void) => Promise<unknown>>())
vi.mock('./uploads.ts', () => ({ startUploads }))
vi.mock('./shell.ts', () => ({ keepAppShell: () => undefined }))

type Listener = (event: { waitUntil(work: Promise<unknown>): void }) => void
const listeners = new Map<string, Listener[]>()

/** Dispatches an event; gives what it was extended by. */
function dispatch(type: string, more: object = {}): Promise<unknown>[] {
  const works: Promise<unknown>[] = []
  const event = { ...more, waitUntil: (work: Promise<unknown>) => void works.push(work) }
  for (const listener of listeners.get(type) ?? []) listener(event)
  return works
}

/** That are open. */
const pages: object[] = []
const openWindow = vi.fn<(url: string) => Promise<null>>(async () => null)

beforeAll(async () => {
  vi.stubGlobal('self', {
    addEventListener: (type: string, listener: Listener) =>
      listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    clients: {
      claim: () => Promise.resolve(),
      matchAll: () => Promise.resolve(pages),
      openWindow,
    },
    registration: { active: null },
  })
  await import('./main.ts')
})

afterAll(() => {
  vi.unstubAllGlobals()
})

/** What the worker starts, once: tests change it. */
const started: Record<string, unknown> = {}

beforeEach(() => {
  const busy: Pick<Answerer['engine'], 'isBusy' | 'uploads' | 'apply'> = {
    isBusy: () => true,
    uploads: () => new Map(),
    apply: () => Promise.resolve(),
  }
  Object.assign(started, { engine: busy })
  startUploads.mockReset().mockResolvedValue(started)
})

it('starts nothing when the network is back, as it may only wait to replace another', () => {
  expect(dispatch('online')).toEqual([])
  expect(startUploads).not.toHaveBeenCalled()
})

it('starts no other beside one that followed one that was lost before it had started', async () => {
  let fail: (error: Error) => void = () => undefined
  startUploads.mockReturnValueOnce(new Promise((_, reject) => (fail = reject)))
  const [first] = dispatch('activate')
  startUploads.mock.lastCall?.[0]()
  await Promise.all(dispatch('activate'))
  fail(new Error('its database was closed'))
  await expect(first).rejects.toThrow('closed')
  await Promise.all(dispatch('activate'))
  expect(startUploads).toHaveBeenCalledTimes(2)
  startUploads.mock.lastCall?.[0]()
})

it('takes the place of no worker that runs before it is told to', () => {
  const skipWaiting = vi.fn<() => Promise<void>>(async () => undefined)
  for (const active of [{}, null]) {
    Object.assign(self, { skipWaiting, registration: { active } })
    expect(dispatch('install')).toEqual([])
    expect(skipWaiting).toHaveBeenCalledTimes(active ? 0 : 1)
  }
  expect(dispatch('message', { data: { type: 'SKIP_WAITING' } })).toHaveLength(1)
  expect(skipWaiting).toHaveBeenCalledTimes(2)
})

it('goes on when it is activated, and is active at once, however much there is to do', async () => {
  const works = dispatch('activate')
  const late = new Promise((resolve) => setTimeout(resolve, 500, 'late'))
  expect(await Promise.race([Promise.all(works).then(() => 'active'), late])).toBe('active')
  expect(startUploads).toHaveBeenCalledOnce()
})

describe('when the browser tells of work', () => {
  const ended = vi.fn<(registration: unknown) => Promise<void>>()
  const resume = vi.fn<() => Promise<void>>()

  function upload(handedOver: boolean): [string, Upload] {
    const id = uuid()
    const file = { id, name: 'a', path: '', size: 1, type: '', lastModified: 1 }
    const record = createRecord(file, 1)
    const hold = { ...record.hold, handedOver }
    return [id, { record: { ...record, hold }, flight: EMPTY_FLIGHT }]
  }

  function start(isBusy: boolean, ...uploads: [string, Upload][]): void {
    const engine = { uploads: () => new Map(uploads) }
    Object.assign(started, { engine, background: { ended, resume }, isBusy: () => isBusy })
  }

  it('a sync event has done its work when nothing is left to do', async () => {
    start(false, upload(false))
    await Promise.all(dispatch('sync'))
    expect(resume).toHaveBeenCalled()
  })

  it('a sync event asks to be fired again while the browser sends', async () => {
    start(false, upload(true))
    await expect(Promise.all(dispatch('sync'))).rejects.toThrow('still going on')
  })

  describe('while a page is open', () => {
    beforeEach(() => {
      vi.useFakeTimers()
      pages.push({})
    })

    afterEach(() => {
      pages.length = 0
      vi.useRealTimers()
    })

    it('a sync event lasts as long as it may, so that one that is killed comes again', async () => {
      start(true)
      const synced = vi.fn<() => void>()
      void Promise.all(dispatch('sync')).then(synced)
      await vi.advanceTimersByTimeAsync(149_000)
      expect(synced).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(2000)
      expect(synced).toHaveBeenCalled()
    })

    it('a sync event ends with the page, as a browser that is quit waits for it', async () => {
      start(true)
      const synced = Promise.allSettled(dispatch('sync'))
      await vi.advanceTimersByTimeAsync(5000)
      pages.length = 0
      await vi.advanceTimersByTimeAsync(1000)
      expect(await synced).toMatchObject([{ status: 'rejected' }])
    })

    it('a sync event ends when all is done', async () => {
      start(false)
      await Promise.all(dispatch('sync'))
    })
  })

  it.each(['success', 'fail', 'abort'])('the %s of a Background Fetch is heard', async (how) => {
    start(false)
    const registration = { id: 'longhaul-1' }
    await Promise.all(dispatch(`backgroundfetch${how}`, { registration }))
    expect(ended).toHaveBeenLastCalledWith(registration)
  })
})

describe('a click on a notification', () => {
  const id = uuid()

  async function click(action: string, data: unknown): Promise<void> {
    const close = vi.fn<() => void>()
    await Promise.all(dispatch('notificationclick', { action, notification: { close, data } }))
    expect(close).toHaveBeenCalledOnce()
  }

  beforeEach(() => {
    openWindow.mockClear()
  })

  afterEach(() => {
    pages.length = 0
  })

  it('opens the upload that it tells of, or the list where it tells of several', async () => {
    for (const data of [[id], [id, uuid()], undefined]) await click('open', data)
    expect(openWindow.mock.calls).toEqual([[`/uploads/${id}`], ['/'], ['/']])
  })

  it('shows it in the page that is open', async () => {
    const page = {
      url: 'http://localhost/',
      focus: vi.fn<() => void>(),
      postMessage: vi.fn<() => void>(),
    }
    pages.push(page)
    await click('', [id])
    expect(page.postMessage).toHaveBeenCalledExactlyOnceWith({ type: 'open', id })
    expect(page.focus).toHaveBeenCalledOnce()
    expect(openWindow).not.toHaveBeenCalled()
  })

  it('tries again what has failed, without a page', async () => {
    const file = { id, name: 'a', path: '', size: 1, type: '', lastModified: 1 }
    const record = { ...createRecord(file, 1), phase: 'failed' }
    const apply = vi.fn<(events: unknown) => Promise<void>>(async () => undefined)
    const engine = { uploads: () => new Map([[id, { record }]]), apply }
    const links = { current: () => null }
    Object.assign(started, { engine, links, newId: uuid, isBusy: () => false })
    await click('retry', [id])
    expect(apply).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ type: 'retry', id })])
    expect(openWindow).not.toHaveBeenCalled()
  })
})
