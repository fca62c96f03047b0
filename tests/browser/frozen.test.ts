import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstPage } from '../servers/page-target.ts'
import { missOf } from '../survival/row.ts'
import { openScene, PATIENCE, type Scene } from '../survival/scene.ts'
import { isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { makeFile, sha256Of } from './files.ts'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist')
const SIZE = 300_000_000
/** Bytes a second: too slow for the worker to end before anything can happen. */
const RATE = 30_000_000

let parent: string
let scene: Scene
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'longhaul-frozen-'))
  const made = await makeFile(join(parent, 'film.mov'), SIZE)
  const file = { ...made, sha256: await sha256Of(made.path) }
  const source = 'dropped'
  scene = await openScene({ parent, file, source, number: 1, rate: RATE, built: BUILT })
})
afterAll(async () => {
  await scene.close()
  await rm(parent, { recursive: true, force: true, maxRetries: 5 })
})

const sentBy = (route: 'api' | 'store') =>
  scene.parts().filter((part) => part.route === route).length

/** No debugger is attached to the worker, which would keep it alive (tests/servers/page-target.ts). */
test('the last page hands over when it is frozen, and takes over when it goes on', async () => {
  const first = await scene.begin()
  const second = await scene.openPage()
  await scene.hasSent(0.1)
  await first.target.freeze()
  await scene.hasSent(0.2)
  expect(sentBy('api')).toBe(0)

  await scene.harm(() => second.target.freeze())
  await until(() => sentBy('api') > 0, 'the browser sends parts', PATIENCE)
  const other = await firstPage(scene.browser().debugging)
  await scene.harm(() => other.stopWorkers())
  const before = sentBy('store')

  await second.target.goOn()
  await until(() => sentBy('store') > before, 'the worker sends again too', PATIENCE)
  await scene.harm(async () => undefined)
  const outcome = await scene.outcome(await isVerified(second))
  const miss = missOf({ ends: 'Verified', clicks: 0 }, outcome)
  if (miss !== null) throw new Error(`${miss}; ${await scene.describe()}`)
})
