import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { missOf } from '../survival/row.ts'
import type { Scene } from '../survival/scene.ts'
import { isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 120_000_000
/** Bytes a second, of the link and as the person wants it. */
const RATE = 40_000_000
const LIMIT = 4_000_000
/** ms in which is counted. */
const SPAN = 12_000
/** ms in which a page has heard that a part has arrived; with less, the browser begins to send it again. */
const HEARING = 2000
/** ms in which the browser has to begin with what it was handed. */
const BEGINNING = 60_000

const inScene = scenesWith({ size: SIZE, rate: RATE })

const limitTo = (usual: number | null) => `navigator.serviceWorker.ready.then(({ active }) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve(true)
    active.postMessage({ type: 'bandwidth', bandwidth: { usual: ${usual}, spans: [] } }, [port2])
  }))`

/** Bytes that have arrived by a route. */
function arrivedBy(scene: Scene, by: 'api' | 'store'): number {
  return scene
    .parts()
    .filter(({ route, status }) => route === by && status === 200)
    .reduce((sum, { size }) => sum + size, 0)
}

test(
  'a limit holds for what the browser sends without a page, and for both together when one comes back',
  inScene(async (scene) => {
    const first = await scene.openPage()
    await first.target.evaluate(limitTo(LIMIT))
    await scene.harm(() => first.close())
    const page = await scene.begin()
    await scene.hasSent(0.05)
    await sleep(HEARING)
    await scene.harm(() => page.close())
    const handed = () => scene.parts().filter(({ route }) => route === 'api').length
    await until(() => handed() > 0, 'the browser sends parts', BEGINNING)
    const began = performance.now()
    const before = arrivedBy(scene, 'api')
    await sleep(SPAN)
    const again = await scene.openPage()
    const direct = arrivedBy(scene, 'store')
    await sleep(SPAN)
    const seconds = (performance.now() - began) / 1000
    const partSize = Math.max(...scene.parts().map(({ size }) => size))
    const passed = arrivedBy(scene, 'api') - before
    // Those two that were under way at the begin may arrive whole.
    expect(passed).toBeLessThan(1.05 * LIMIT * seconds + 2 * partSize)
    expect(passed).toBeGreaterThan(0)
    expect(arrivedBy(scene, 'store')).toBe(direct)

    const outcome = await scene.outcome(await isVerified(again))
    const miss = missOf({ ends: 'Verified', clicks: 0, partsTakenOnce: true }, outcome)
    if (miss !== null) throw new Error(miss)
  }),
)
