import { describe, test } from 'vitest'
import { endRemembered } from '../survival/remember.ts'
import { missOf } from '../survival/row.ts'
import type { Scene } from '../survival/scene.ts'
import { endsUnseen, isVerified } from '../survival/steps.ts'
import { scenesWith } from './in-scene.ts'

const inScene = scenesWith({ size: 200_000_000, rate: 100_000_000 })

describe('where the browser remembers that a file may be read, its upload goes on', () => {
  async function expectVerified(scene: Scene, ended: string): Promise<void> {
    const miss = missOf({ ends: 'Verified', clicks: 0 }, await scene.outcome(ended))
    if (miss !== null) throw new Error(miss)
  }

  test(
    'without a click after the browser was quit',
    inScene(async (scene) => {
      await endRemembered(scene, () => scene.browser().quit())
      await expectVerified(scene, await isVerified(await scene.openPage()))
    }),
  )

  test(
    'with no page at all after the browser was killed',
    inScene(async (scene) => {
      await endRemembered(scene, () => scene.browser().kill())
      await expectVerified(scene, await endsUnseen(scene))
    }),
  )
})
