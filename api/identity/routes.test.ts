import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, openEverybody, type Everybody } from '../testing/everybody.ts'
import { IDENTITIES, NAMES } from '../testing/identities.ts'
import { ROUTES } from '../testing/routes.ts'

let everybody: Everybody

beforeAll(async () => {
  everybody = await openEverybody()
}, 60_000)
afterAll(() => everybody.close())

describe('the routes', { timeout: 30_000 }, () => {
  it('have a row each', () => {
    const routes = everybody.api.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(routes)].sort()).toEqual(Object.keys(ROUTES).sort())
  })

  it('are all of it: what answers any method is one refusal for each path', async () => {
    const { routes } = everybody.api.app
    const named = Object.keys(ROUTES).map((route) => route.replace(/^\S+ /, ''))
    const any = routes.filter(({ method, path }) => method === 'ALL' && !path.includes('*'))
    expect(any.map(({ path }) => path).sort()).toEqual([...new Set(named)].sort())
    for (const { path } of any) {
      expect(await everybody.api.call('PATCH', path.replaceAll(':', ''))).toMatchObject({
        status: 405,
      })
    }
    // What every request passes, and at the end the answer that there is nothing.
    const passed = routes.flatMap(({ method, path }) =>
      path.includes('*') ? `${method} ${path}` : [],
    )
    const checks = Array.from({ length: 4 }, () => 'ALL /api/*')
    expect(passed).toEqual(['ALL /*', 'ALL /*', ...checks, 'POST /api/*', 'ALL /api/*'])
  })

  it.each(Object.keys(ROUTES).filter((route) => route.startsWith('GET')))(
    '%s asks as much of HEAD',
    async (route) => {
      const { kind = 'public' } = ROUTES[route] ?? {}
      const path = route.replace('GET ', '').replace(':id', randomUUID())
      const { status } = await everybody.ask(route, undefined, {})
      expect((await everybody.api.app.request(path, { method: 'HEAD' }, {})).status).toBe(status)
      expect(status).toBe(kind === 'public' ? 200 : 401)
    },
  )

  describe.each(Object.keys(ROUTES))('%s', (route) => {
    const { kind = 'public' } = ROUTES[route] ?? {}
    it.each(NAMES)('%s', async (name) => {
      const expected = kind === 'public' ? 'in' : IDENTITIES[name][kind]
      const needsUpload = kind === 'own' || kind === 'part' || kind === 'watch'
      const upload = needsUpload ? await everybody.targetOf(name) : undefined
      const answer = await everybody.ask(route, upload, everybody.headersOf(name))
      // An upload that has no part yet: who gets as far as that was let in.
      const isIn = ['parts_missing', 'not_found', 'upload_gone'].includes(codeOf(answer))
      expect(isIn ? 'in' : codeOf(answer)).toBe(expected)
      const refusals = route.startsWith('POST /api/batch/') ? [200, 401, 403] : [401, 403]
      if (expected !== 'in') expect(refusals).toContain(answer.status)
    })
  })
})
