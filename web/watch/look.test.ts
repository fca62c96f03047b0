import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lookAt } from './look.ts'

const LINK = { id: '0190a5f0-0000-7000-8000-000000000000', token: 'a.b.c' }
const STATUS = {
  state: 'sending',
  name: 'film.mov',
  path: '',
  size: 100,
  sent: 50,
  parts: 1,
  partCount: 2,
  receipt: null,
  updatedAt: '2026-11-22T10:00:00.000Z',
  unchangedForSeconds: 2,
  nextInSeconds: 3,
}

const fetched = vi.fn<typeof fetch>()

beforeEach(() => {
  vi.stubGlobal('fetch', fetched)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function answer(body: unknown, status = 200, headers: Record<string, string> = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  fetched.mockResolvedValue(new Response(text, { status, headers }))
}

const error = (code: string) => ({ code, message: '', retryable: false })

describe('lookAt', () => {
  it('asks with the link’s token, which stands in no address', async () => {
    answer(STATUS)
    expect(await lookAt(LINK)).toEqual({ type: 'seen', status: STATUS })
    const [address, init] = fetched.mock.lastCall ?? []
    expect(address).toBe(`/api/uploads/${LINK.id}/status`)
    expect(new Headers(init?.headers).get('longhaul-token')).toBe('a.b.c')
  })

  it.each([
    ['token_expired', 401, 'expired'],
    ['token_invalid', 403, 'refused'],
    ['store_denied', 502, 'server'],
    ['not_found', 404, 'server'],
  ])('tells %s apart', async (code, status, problem) => {
    answer(error(code), status)
    expect(await lookAt(LINK)).toEqual({ type: 'unseen', problem, retryAfter: 0 })
  })

  it('hears for how long a busy server wants to be left alone', async () => {
    answer(error('slow_down'), 503, { 'retry-after': '9' })
    expect(await lookAt(LINK)).toMatchObject({ problem: 'server', retryAfter: 9000 })
    answer(error('slow_down'), 503, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' })
    expect(await lookAt(LINK)).toMatchObject({ problem: 'server', retryAfter: 0 })
  })

  it.each([
    ['a sign-in page', '<html>Sign in</html>', 200],
    ['a proxy’s own refusal', '<html>403</html>', 403],
    ['a proxy’s JSON', { error: 'expired' }, 401],
    ['an upload of another version', { ...STATUS, state: 'sleeping' }, 200],
  ])('takes %s for no word on the link', async (_what, body, status) => {
    answer(body, status)
    expect(await lookAt(LINK)).toMatchObject({ type: 'unseen', problem: 'server' })
  })

  it('knows that there was no answer', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'))
    expect(await lookAt(LINK)).toMatchObject({ type: 'unseen', problem: 'network' })
  })
})
