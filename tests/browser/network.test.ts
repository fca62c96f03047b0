import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problems } from '../../web/text/problems.ts'
import type { AppPage } from '../survival/app-page.ts'
import { missOf } from '../survival/row.ts'
import { openScene, PATIENCE, type Scene } from '../survival/scene.ts'
import { haltAt, isVerified, standInPortal } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { makeFile, sha256Of } from './files.ts'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist')
const SIZE = 200_000_000
const RATE = 100_000_000

/** No debugger is attached to the worker (tests/servers/page-target.ts). */
describe('an upload weathers', () => {
  let parent: string
  let scene: Scene
  let page: AppPage
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'longhaul-network-'))
    const made = await makeFile(join(parent, 'film.mov'), SIZE)
    const file = { ...made, sha256: await sha256Of(made.path) }
    const source = 'dropped'
    scene = await openScene({ parent, file, source, number: 1, rate: RATE, built: BUILT })
  })
  afterAll(async () => {
    await scene.close()
    await rm(parent, { recursive: true, force: true, maxRetries: 5 })
  })

  const note = async () => (await page.uploads())[0]?.note ?? ''

  test('another network, which cuts all connections, and one that wants a person to sign in', async () => {
    const halt = haltAt(scene, 0.3)
    page = await scene.begin()
    await halt.reached()
    const lines = [scene.api.line, scene.store.line]
    await scene.harm(() => Promise.all(lines.map((line) => line.refuseConnections())))
    await Promise.all(lines.map((line) => line.acceptConnections()))

    const portal = standInPortal(scene)
    for (const kind of ['sign-in-page', 'way-to-sign-in'] as const) {
      portal.stand(kind)
      const answered = portal.answered()
      await until(() => portal.answered() > answered + 2, 'the worker tries again', PATIENCE)
      await until(
        async () => (await note()).includes(problems.bad_answer.what),
        'the page says what may stand in between',
        PATIENCE,
      )
      expect((await page.uploads())[0]?.state).toMatch(/^(Uploading|Waiting)$/)
    }
    await scene.harm(async () => portal.goAway())
    const outcome = await scene.outcome(await isVerified(page))
    const miss = missOf({ ends: 'Verified', clicks: 0 }, outcome)
    if (miss !== null) throw new Error(`${miss}; ${await scene.describe()}`)
  })
})
