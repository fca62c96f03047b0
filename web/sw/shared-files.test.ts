import { afterEach, expect, it, vi } from 'vitest'
import { keepShared } from './shared-files.ts'

afterEach(() => vi.unstubAllGlobals())

/** A browser's caches, which keep or refuse. */
function stubCaches(put: (key: string, response: Response) => Promise<void>) {
  vi.stubGlobal('caches', { open: async () => ({ put }) })
  // Node's takes no addresses without an origin.
  vi.spyOn(Response, 'redirect').mockImplementation(
    (url, status) => new Response(null, { status: status ?? 302, headers: { location: `${url}` } }),
  )
}

function posted(): Request {
  const form = new FormData()
  form.append('files', new File(['content'], 'a.mov', { type: 'video/quicktime' }))
  return new Request('https://a.example/share', { method: 'POST', body: form })
}

it('keeps what was posted as it came, and opens the page', async () => {
  const kept: Response[] = []
  stubCaches(async (_key, response) => void kept.push(response))
  const answer = await keepShared(posted())
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?shared'])
  const file = (await kept[0]?.formData())?.get('files')
  expect(file).toMatchObject({ name: 'a.mov', type: 'video/quicktime', size: 7 })
})

it('opens the page also when it could not be kept, as only the page can say so', async () => {
  stubCaches(() => Promise.reject(new DOMException('full', 'QuotaExceededError')))
  expect((await keepShared(posted())).headers.get('location')).toBe('/?shared')
})
