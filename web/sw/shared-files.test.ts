import { afterEach, expect, it, vi } from 'vitest'
import { SHARE_PATH } from '../../shared/sharing.ts'
import { keepShared } from './shared-files.ts'

afterEach(() => vi.unstubAllGlobals())

/** A browser's caches, which keep or refuse. */
function stubCaches(put: (key: string, response: Response) => Promise<void>) {
  vi.stubGlobal('caches', { open: async () => ({ put }) })
  const request = vi.fn<(name: string, use: () => Promise<void>) => Promise<void>>((_name, use) =>
    use(),
  )
  vi.stubGlobal('navigator', { locks: { request } })
  // Node's takes no addresses without an origin.
  vi.spyOn(Response, 'redirect').mockImplementation(
    (url, status) => new Response(null, { status: status ?? 302, headers: { location: `${url}` } }),
  )
}

/** As the worker is given it, and the work that it stays awake for. */
function posted() {
  const form = new FormData()
  form.append('files', new File(['content'], 'a.mov', { type: 'video/quicktime' }))
  const request = new Request('https://a.example/share', { method: 'POST', body: form })
  const work: Promise<unknown>[] = []
  const waitUntil = (promise: Promise<unknown>) => void work.push(promise)
  return { event: { request, waitUntil } as FetchEvent, done: () => Promise.all(work) }
}

it('keeps what was posted as it came, and opens the page', async () => {
  const kept: Response[] = []
  stubCaches(async (_key, response) => void kept.push(response))
  const { event, done } = posted()
  const answer = keepShared(event)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?shared'])
  await done()
  const file = (await kept[0]?.formData())?.get('files')
  expect(file).toMatchObject({ name: 'a.mov', type: 'video/quicktime', size: 7 })
})

it('opens the page before all of it is there, and says until then that it is coming', async () => {
  const arrives: (() => void)[] = []
  stubCaches(() => new Promise((resolve) => arrives.push(resolve)))
  const { event, done } = posted()
  expect(keepShared(event).headers.get('location')).toBe('/?shared')
  expect(navigator.locks.request).toHaveBeenCalledWith(SHARE_PATH, expect.any(Function))
  const told = vi.fn<(done: unknown) => void>()
  const work = done().then(told)
  await vi.waitFor(() => expect(arrives).toHaveLength(1))
  expect(told).not.toHaveBeenCalled()
  for (const arrive of arrives) arrive()
  await work
})

it('opens the page also when it could not be kept, as only the page can say so', async () => {
  stubCaches(() => Promise.reject(new DOMException('full', 'QuotaExceededError')))
  const { event, done } = posted()
  expect(keepShared(event).headers.get('location')).toBe('/?shared')
  await expect(done()).rejects.toThrow('full')
})
