import { expect, test } from 'vitest'
import { SENT_AT_ONCE } from '../../shared/hand-over.ts'
import { firstPage } from '../servers/page-target.ts'
import { missOf } from '../survival/row.ts'
import { endsUnseen } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 200_000_000
/** Bytes a second: too slow for the worker to end before anything can happen. */
const RATE = 10_000_000
/** ms in which the browser has to begin with what it was handed. */
const BEGINNING = 60_000

const inScene = scenesWith({ size: SIZE, rate: RATE })

test(
  'of three tabs that are closed at the same moment just one hands over what is left',
  inScene(async (scene) => {
    const handed = () => scene.parts().filter(({ route }) => route === 'api')
    // All before the file: on a slow machine a page may take as long as the file.
    const pages = [await scene.openPage(), await scene.openPage(), await scene.begin()]
    await scene.hasSent(0.1)
    expect(handed()).toEqual([])
    await scene.harm(() => Promise.all(pages.map((page) => page.close())))
    await until(() => handed().length > 0, 'the browser sends parts', BEGINNING)
    // What had been handed over more than once would be sent so.
    const other = await firstPage(scene.browser().debugging)
    await scene.harm(() => other.stopWorkers())
    const outcome = await scene.outcome(await endsUnseen(scene))
    // What was refused as the worker was sending it is taken later, as the worker was stopped at it.
    const again = handed().filter(({ attempt, status }) => attempt > 1 && status !== 200)
    // Half a minute after a page was loaded Chromium repeats what it is just sending.
    expect(again.length).toBeLessThanOrEqual(SENT_AT_ONCE)
    const miss = missOf({ ends: 'Verified', clicks: 0, partsTakenOnce: true }, outcome)
    if (miss !== null) throw new Error(miss)
  }),
)
