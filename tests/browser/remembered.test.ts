import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstPage, openPages } from '../servers/page-target.ts'
import { rememberedFiles, rememberFiles } from '../servers/remembered-files.ts'
import { missOf } from '../survival/row.ts'
import { openScene, PATIENCE, type Scene } from '../survival/scene.ts'
import { endsUnseen, haltAt, isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { makeFile, sha256Of } from './files.ts'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist')
const SIZE = 200_000_000
const RATE = 100_000_000

/** No debugger is attached to the worker, which would keep it alive (tests/servers/page-target.ts). */
describe('where the browser remembers that a file may be read, its upload goes on', () => {
  let parent: string
  let file: Awaited<ReturnType<typeof makeFile>> & { sha256: string }
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'longhaul-remembered-'))
    const made = await makeFile(join(parent, 'film.mov'), SIZE)
    file = { ...made, sha256: await sha256Of(made.path) }
  })
  afterAll(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))

  /** @param end ends the browser in the upload's middle @param finish what happens after its next start */
  async function goesOn(
    end: (scene: Scene) => Promise<void>,
    finish: (scene: Scene) => Promise<string>,
  ): Promise<void> {
    const source = 'dropped'
    const scene = await openScene({ parent, file, source, number: 1, rate: RATE, built: BUILT })
    const { profile, origin } = scene
    try {
      await scene.browser().quit()
      await rememberFiles(profile, origin)
      await scene.startBrowser()
      const halt = haltAt(scene, 0.3)
      await scene.begin()
      await halt.reached()
      const isRemembered = async () => (await rememberedFiles(profile, origin)).includes(file.path)
      await until(isRemembered, 'the browser has written down that it may be read', PATIENCE)
      await scene.harm(() => end(scene))
      halt.goOn()
      await scene.startBrowser()
      const outcome = await scene.outcome(await finish(scene))
      const miss = missOf({ ends: 'Verified', clicks: 0 }, outcome)
      if (miss !== null) throw new Error(`${miss}; ${await scene.describe()}`)
    } finally {
      await scene.close()
    }
  }

  const kill = (scene: Scene) => scene.browser().kill()
  const quit = (scene: Scene) => scene.browser().quit()
  const inPage = async (scene: Scene) => isVerified(await scene.openPage())

  test('without a click after the browser was killed', () => goesOn(kill, inPage))

  test('without a click after the browser was quit', () => goesOn(quit, inPage))

  test('with no page open when a sync event comes after that', () =>
    goesOn(kill, async (scene) => {
      const { debugging } = scene.browser()
      const other = await firstPage(debugging)
      expect(await openPages(debugging)).toEqual(['about:blank'])
      await other.fireSync(scene.origin, 'uploads')
      return endsUnseen(scene)
    }))
})
