import { expect, test } from 'vitest'
import { problems } from '../../web/text/en/problems.ts'
import { firstPage } from '../servers/page-target.ts'
import { missOf } from '../survival/row.ts'
import { PATIENCE } from '../survival/scene.ts'
import { isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 200_000_000
/** Bytes a second: too slow, on a busy machine too, for the worker to end before the server is started anew. */
const RATE = 4_000_000

let partRoute = 'on'
const inScene = scenesWith({ size: SIZE, rate: RATE, settings: () => ({ PART_ROUTE: partRoute }) })

test(
  'what the browser was sending waits for its page when the server takes no parts any more',
  inScene(async (scene) => {
    const taken = () =>
      scene.parts().filter(({ route, status }) => route === 'api' && status === 200)
    const page = await scene.begin()
    await scene.hasSent(0.1)
    await scene.harm(() => page.close())
    await until(() => taken().length > 0, 'the browser sends parts', PATIENCE)
    const other = await firstPage(scene.browser().debugging)
    await scene.harm(() => other.stopWorkers())
    partRoute = 'off'
    await scene.harm(() => scene.api.kill())
    await scene.api.start()
    const before = taken().length

    const again = await scene.openPage()
    const note = async () => (await again.uploads())[0]?.note ?? ''
    const asks = async () => (await note()).startsWith(problems.file_permission.what)
    await until(asks, 'the page asks for leave to read the file', PATIENCE)
    expect(await again.offers('Finish in the background')).toBe(false)
    await again.giveAgain(scene.file.path)
    const outcome = await scene.outcome(await isVerified(again))
    expect(taken()).toHaveLength(before)
    const miss = missOf({ ends: 'Verified', clicks: 0, partsTakenOnce: true }, outcome)
    if (miss !== null) throw new Error(miss)
  }),
)
