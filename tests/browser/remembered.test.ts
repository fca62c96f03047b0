import { describe, expect, test } from 'vitest'
import { firstPage, openPages } from '../servers/page-target.ts'
import { rememberedFiles, rememberFiles } from '../servers/remembered-files.ts'
import { missOf } from '../survival/row.ts'
import { PATIENCE, type Scene } from '../survival/scene.ts'
import { endsUnseen, haltAt, isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 200_000_000
const RATE = 100_000_000

const inScene = scenesWith({ size: SIZE, rate: RATE })

describe('where the browser remembers that a file may be read, its upload goes on', () => {
  /** @param end ends the browser in the upload's middle @param finish what happens after its next start */
  async function goesOn(
    scene: Scene,
    end: () => Promise<void>,
    finish: () => Promise<string>,
  ): Promise<void> {
    const { profile, origin, file } = scene
    await scene.browser().quit()
    await rememberFiles(profile, origin)
    await scene.startBrowser()
    const halt = haltAt(scene, 0.3)
    await scene.begin()
    await halt.reached()
    const isRemembered = async () => (await rememberedFiles(profile, origin)).includes(file.path)
    await until(isRemembered, 'the browser has written down that it may be read', PATIENCE)
    await scene.harm(end)
    halt.goOn()
    await scene.startBrowser()
    const outcome = await scene.outcome(await finish())
    const miss = missOf({ ends: 'Verified', clicks: 0 }, outcome)
    if (miss !== null) throw new Error(`${miss}; ${await scene.describe()}`)
  }

  const inPage = async (scene: Scene) => isVerified(await scene.openPage())

  test(
    'without a click after the browser was killed',
    inScene(async (scene) => {
      await goesOn(
        scene,
        () => scene.browser().kill(),
        () => inPage(scene),
      )
    }),
  )

  test(
    'without a click after the browser was quit',
    inScene(async (scene) => {
      await goesOn(
        scene,
        () => scene.browser().quit(),
        () => inPage(scene),
      )
    }),
  )

  test(
    'with no page open when a sync event comes after that',
    inScene(async (scene) => {
      await goesOn(
        scene,
        () => scene.browser().kill(),
        async () => {
          const { debugging } = scene.browser()
          const other = await firstPage(debugging)
          expect(await openPages(debugging)).toEqual(['about:blank'])
          await other.fireSync(scene.origin, 'uploads')
          return endsUnseen(scene)
        },
      )
    }),
  )
})
