import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPEN } from '../identity/settings.ts'
import { openApi, SECRET, type Api } from '../testing/harness.ts'

let api: Api
let headers: Record<string, string>

beforeAll(async () => {
  api = await openApi({ auth: { ...OPEN, links: true } })
  const everything = { prefix: '', note: '', maxFileSize: null, maxFiles: null, maxBytes: null }
  const link = { ...everything, expiresInSeconds: 3600, admin: true }
  headers = { 'longhaul-link': (await api.deps.links.make(link, Date.now())).token }
})
afterAll(() => api.close())

const ask = () => api.call('POST', '/api/doctor', { body: {}, headers })

const answerSchema = v.object({
  findings: v.array(v.object({ check: v.string(), level: v.string() })),
})

describe('POST /api/doctor', { timeout: 60_000 }, () => {
  it('tells an admin what is wrong, and nothing secret', async () => {
    const { status, body } = await ask()
    expect(status).toBe(200)
    const { findings } = v.parse(answerSchema, body)
    // The store of these tests lets no page in, and clears nothing away.
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
      { check: 'Lifecycle: incomplete uploads', level: 'warning' },
      { check: 'Lifecycle: notes of uploads', level: 'warning' },
      { check: 'CORS: what pages may send', level: 'failure' },
    ])
    const { credentials } = api.address
    expect(JSON.stringify(body)).not.toContain(credentials?.secretAccessKey)
    expect(JSON.stringify(body)).not.toContain(SECRET)
  })

  it('examines once at a time, and not all the time', async () => {
    const [first, second] = await Promise.all([ask(), ask()])
    // Whichever of them was read first.
    expect(new Set([first.status, second.status])).toEqual(new Set([200, 429]))
    api.clock.ahead += 60_000
    const answers = [await ask()]
    // On a slow machine some minutes' share of them is used up later than the sixth.
    while (answers.at(-1)?.status === 200 && answers.length < 30) answers.push(await ask())
    expect(answers.slice(0, 6).every(({ status }) => status === 200)).toBe(true)
    expect(answers.at(-1)?.status).toBe(429)
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
