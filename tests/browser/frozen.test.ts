import { expect, test } from 'vitest'
import { firstPage } from '../servers/page-target.ts'
import { missOf } from '../survival/row.ts'
import { PATIENCE } from '../survival/scene.ts'
import { isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 300_000_000
/** Bytes a second: too slow for the worker to end before anything can happen. */
const RATE = 15_000_000

const inScene = scenesWith({ size: SIZE, rate: RATE })

test(
  'the last page hands over when it is frozen, and takes over when it goes on',
  inScene(async (scene) => {
    const sentBy = (route: 'api' | 'store') =>
      scene.parts().filter((part) => part.route === route).length
    // Both before the file: on a slow machine a page may take as long as the file.
    const second = await scene.openPage()
    const first = await scene.begin()
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
    if (miss !== null) throw new Error(miss)
  }),
)
