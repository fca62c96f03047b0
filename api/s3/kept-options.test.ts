import { describe, expect, it } from 'vitest'
import { openAnsweringStore } from '../testing/answering-store.ts'
import { requireKept } from './kept-options.ts'
import { NO_OBJECT_OPTIONS, type ObjectOptions } from './object-options.ts'

const NOW = Date.UTC(2026, 10, 26)
const BEGUN = '<Begun><UploadId>u</UploadId></Begun>'
const LOCK = { mode: 'COMPLIANCE', days: 365 } as const

/** What is asked of a store that takes all of an upload, and answers what is read of its object by this. */
async function ask(options: Partial<ObjectOptions>, status: number, body: string) {
  const asked: string[] = []
  const until: string[] = []
  const { client, close } = await openAnsweringStore((request, response) => {
    request.resume()
    const { searchParams } = new URL(request.url ?? '', 'http://store')
    const read = ['tagging', 'retention'].find((name) => searchParams.has(name))
    asked.push(read ?? request.method ?? '')
    const date = request.headers['x-amz-object-lock-retain-until-date']
    if (typeof date === 'string') until.push(date)
    if (read !== undefined) response.writeHead(status).end(body)
    else response.setHeader('etag', '"e"').end(searchParams.has('uploads') ? BEGUN : '<Done/>')
  })
  try {
    const all = { ...NO_OBJECT_OPTIONS, ...options }
    const failure = await requireKept(client, 'files', 'in/', all, NOW, () => undefined).then(
      () => undefined,
      (error: unknown) => error,
    )
    return { failure, asked, until: until[0] }
  } finally {
    close()
  }
}

/** @param minutes from now */
const retention = (minutes: number) =>
  `<Retention><Mode>${LOCK.mode}</Mode><RetainUntilDate>${new Date(NOW + minutes * 60_000).toISOString()}</RetainUntilDate></Retention>`

const errorOf = (code: string) => `<Error><Code>${code}</Code></Error>`

describe('requireKept', () => {
  it('asks nothing where neither tags nor a lock are set', async () => {
    expect((await ask({}, 200, '')).asked).toEqual([])
  })

  it('takes a lock that is kept, which it sets for some minutes only', async () => {
    const { failure, asked, until } = await ask({ lock: LOCK }, 200, retention(20))
    expect(failure).toBeUndefined()
    expect(asked.slice(0, 4)).toEqual(['POST', 'PUT', 'POST', 'retention'])
    expect(asked.slice(4)).toEqual(['DELETE', 'DELETE'])
    expect(Date.parse(until ?? '') - NOW).toBe(20 * 60_000)
  })

  it('stops uploads where another lock was set than it asked for', async () => {
    // By the bucket's default retention, of a day.
    const { failure } = await ask({ lock: LOCK }, 200, retention(24 * 60))
    expect(failure).toMatchObject({ code: 'store_denied' })
  })

  it.each(['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'])(
    'stops uploads where the lock was forgotten: %s',
    async (code) => {
      const { failure, asked } = await ask({ lock: LOCK }, 404, errorOf(code))
      expect(failure).toMatchObject({ code: 'store_denied' })
      expect(asked.slice(4)).toEqual(['DELETE', 'DELETE'])
    },
  )

  it('stops uploads where a tag was forgotten', async () => {
    const tags = [{ key: 'kind', value: 'raw' }]
    const other = '<Tagging><TagSet><Tag><Key>kind</Key><Value>cut</Value></Tag></TagSet></Tagging>'
    expect((await ask({ tags }, 200, other)).failure).toMatchObject({ code: 'store_denied' })
    expect((await ask({ tags }, 200, other.replace('cut', 'raw'))).failure).toBeUndefined()
  })

  it('believes a store whose answer it may not read, and none that fails', async () => {
    expect((await ask({ lock: LOCK }, 403, errorOf('AccessDenied'))).failure).toBeUndefined()
    expect((await ask({ lock: LOCK }, 501, errorOf('NotImplemented'))).failure).toMatchObject({
      code: 'store_denied',
    })
  })
})
