import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstPage } from '../servers/page-target.ts'
import { missOf } from '../survival/row.ts'
import { openScene } from '../survival/scene.ts'
import { endsUnseen } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { makeFile, sha256Of } from './files.ts'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist')
const SIZE = 200_000_000
/** Bytes a second: too slow for the worker to end before anything can happen. */
const RATE = 30_000_000
/** ms in which the browser has to begin with what it was handed. */
const BEGINNING = 60_000

let parent: string
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'longhaul-together-'))
})
afterAll(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))

/** No debugger is attached to the worker, which would keep it alive (tests/servers/page-target.ts). */
test('of three tabs that are closed at the same moment just one hands over what is left', async () => {
  const { path, ...rest } = await makeFile(join(parent, 'film.mov'), SIZE)
  const file = { ...rest, path, sha256: await sha256Of(path) }
  const source = 'dropped'
  const scene = await openScene({ parent, file, source, number: 1, rate: RATE, built: BUILT })
  const handed = () => scene.parts().filter(({ route }) => route === 'api')
  try {
    const first = await scene.begin()
    const pages = [first, await scene.openPage(), await scene.openPage()]
    await scene.hasSent(0.1)
    expect(handed()).toEqual([])
    await scene.harm(() => Promise.all(pages.map((page) => page.close())))
    await until(() => handed().length > 0, 'the browser sends parts', BEGINNING)
    // What had been handed over more than once would be sent so.
    const other = await firstPage(scene.browser().debugging)
    await scene.harm(() => other.stopWorkers())
    const outcome = await scene.outcome(await endsUnseen(scene))
    expect(handed().filter(({ attempt }) => attempt > 1)).toEqual([])
    const miss = missOf({ ends: 'Verified', clicks: 0 }, outcome)
    if (miss !== null) throw new Error(`${miss}; ${await scene.describe()}`)
  } finally {
    await scene.close()
  }
})
