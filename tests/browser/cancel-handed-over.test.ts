import { expect, test } from 'vitest'
import { PATIENCE } from '../survival/scene.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 200_000_000
/** Bytes a second: too slow for the upload to end before it is cancelled. */
const RATE = 10_000_000
const RUNNING = `navigator.serviceWorker.ready
  .then(({ backgroundFetch }) => backgroundFetch.getIds())
  .then((ids) => ids.length)`

const inScene = scenesWith({ size: SIZE, rate: RATE })

test(
  'what is cancelled while the browser sends it comes to nothing, and leaves nothing',
  inScene(async (scene) => {
    const page = await scene.begin()
    await scene.hasSent(0.1)
    const canFinish = () => page.offers('Finish in the background')
    await until(canFinish, 'the page offers to hand over', PATIENCE)
    await page.press('Finish in the background')
    const handed = () => scene.parts().filter(({ route }) => route === 'api')
    await until(() => handed().length > 0, 'the browser sends parts', PATIENCE)

    await page.press('Cancel')
    await page.press('Cancel 1 upload')
    const isCancelled = async () => (await page.uploads())[0]?.state === 'Cancelled'
    await until(isCancelled, 'the upload is cancelled', PATIENCE)
    const hasEnded = async () => (await page.target.evaluate(RUNNING)) === 0
    await until(hasEnded, 'the browser ends what it was handed', PATIENCE)

    const isCleared = async () => (await scene.objects.unfinished()).length === 0
    await until(isCleared, 'the store keeps no parts', PATIENCE)
    expect(await scene.objects.all()).toEqual([])
    expect((await page.uploads())[0]?.state).toBe('Cancelled')
    expect(handed().some(({ status }) => status === 404)).toBe(true)
  }),
)
