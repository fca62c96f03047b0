import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SignedPart } from '../engine/events.ts'
import { createPartSender } from './part-sender.ts'

const PART: SignedPart = { checksum: null, url: 'https://store/', headers: {}, beginBefore: 0 }
const BYTES = new Blob(['bytes'])
const never = new AbortController().signal

afterEach(() => vi.unstubAllGlobals())

/** Sends a part to a store that does so; a part gets 20 ms. */
function sendTo(fetch: (init: RequestInit) => Promise<Response>) {
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => fetch(init))
  const limit = {
    of: () => 20,
    arrived: vi.fn<(bytes: number, time: number) => void>(),
    wasTooShort: vi.fn<() => void>(),
  }
  return { limit, sent: createPartSender(() => 0, limit)(PART, BYTES, never) }
}

const refusal = (code: string, more = '') => `<Error><Code>${code}</Code>${more}</Error>`

describe('a part that is sent', () => {
  it('tells how long it took', async () => {
    const { limit, sent } = sendTo(async () => new Response())
    await sent
    expect(limit.arrived).toHaveBeenCalledExactlyOnceWith(5, 0)
  })

  it('is ended when it takes too long, and the next gets more time', async () => {
    const { limit, sent } = sendTo(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason))
        }),
    )
    await expect(sent).rejects.toMatchObject({ code: 'timeout' })
    expect(limit.wasTooShort).toHaveBeenCalledOnce()
    expect(limit.arrived).not.toHaveBeenCalled()
  })

  it.each([
    [400, refusal('BadDigest'), 'checksum_mismatch'],
    [403, refusal('AccessDenied', '<Message>Request has expired</Message>'), 'url_expired'],
    [403, refusal('RequestTimeTooSkewed'), 'url_expired'],
    [400, refusal('ExpiredToken'), 'url_expired'],
    [403, refusal('AccessDenied'), 'store_denied'],
    [404, refusal('NoSuchUpload'), 'upload_gone'],
    [412, refusal('PreconditionFailed'), 'part_exists'],
    [400, refusal('RequestTimeout'), 'timeout'],
    [503, refusal('SlowDown'), 'slow_down'],
    [503, 'away', 'slow_down'],
    [429, '', 'slow_down'],
    [500, refusal('InternalError'), 'server_error'],
    [404, '<html>of a proxy</html>', 'bad_answer'],
  ])('is refused with %i %s: %s', async (status, body, code) => {
    const { limit, sent } = sendTo(async () => new Response(body, { status }))
    await expect(sent).rejects.toMatchObject({ code })
    expect(limit.wasTooShort).toHaveBeenCalledTimes(code === 'timeout' ? 1 : 0)
  })

  it('waits as long as the store asks for', async () => {
    const headers = { 'retry-after': '7' }
    const { sent } = sendTo(async () => new Response('', { status: 503, headers }))
    await expect(sent).rejects.toMatchObject({ code: 'slow_down', retryAfter: 7000 })
  })
})
