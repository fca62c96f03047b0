import { expect, test } from 'vitest'
import { tryConnection, verdictOf } from './connection.ts'

const REFUSAL = { code: 'server_error', message: 'm', retryable: true }

/** What is answered by url; nothing where the connection breaks off. */
type Answers = Readonly<Record<string, unknown>>

async function tried(answers: Answers) {
  const asked: [string, RequestInit][] = []
  let time = 0
  const durations = [50, 7, 20]
  const connection = await tryConnection({
    fetch: async (url, init) => {
      asked.push([url, init])
      time += durations[asked.filter(([other]) => other === url).length - 1] ?? 0
      const answer = answers[url]
      if (answer === undefined) throw new TypeError('no answer')
      return Response.json(answer)
    },
    clock: () => time,
    now: () => new Date(0),
    warn: () => undefined,
  })
  return { connection, asked, verdict: verdictOf(connection) }
}

const [A, B] = ['https://a.example', 'https://b.example']
const CONFIG = { version: '1.0.0', storeOrigins: [A, B], maxFileSize: 5 }
const GOOD: Answers = {
  '/api/config': CONFIG,
  '/ready': { status: 'ok' },
  [`${A}/`]: '',
  [`${B}/`]: '',
}

test('what is good says so, with the fastest of some round trips', async () => {
  const config = { ...CONFIG, storeOrigins: [A] }
  const { connection, verdict, asked } = await tried({ ...GOOD, '/api/config': config })
  expect(verdict).toBe('good')
  expect(connection.server?.version).toBe('1.0.0')
  expect(connection.hosts).toEqual([{ origin: A, roundTrip: 7 }])
  // The storage is asked for nothing, and told nothing.
  const [, init] = asked.find(([url]) => url === `${A}/`) ?? []
  expect(init).toMatchObject({ method: 'HEAD', credentials: 'omit', referrerPolicy: 'no-referrer' })
})

test.each<[string, Answers, string]>([
  ['the server is silent', { ...GOOD, '/api/config': undefined }, 'server'],
  ['something else answers in its place', { ...GOOD, '/api/config': 'please sign in' }, 'server'],
  ['the server has no storage', { ...GOOD, '/ready': REFUSAL }, 'storage'],
  ['the server knows nothing of its storage', { ...GOOD, '/api/config': REFUSAL }, 'storage'],
  ['no host name answers', { '/api/config': CONFIG, '/ready': { status: 'ok' } }, 'host'],
  ['one host name does not answer', { ...GOOD, [`${B}/`]: undefined }, 'some'],
  ['the server is an older one', { ...GOOD, '/api/config': { version: '0.9.0' } }, 'old'],
  ['a proxy keeps the route of readiness', { ...GOOD, '/ready': 'none of yours' }, 'good'],
])('%s', async (_what, answers, wanted) => {
  expect((await tried(answers)).verdict).toBe(wanted)
})
