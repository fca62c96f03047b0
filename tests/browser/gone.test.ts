import { expect, test } from 'vitest'
import { problems } from '../../web/text/en/problems.ts'
import { firstPage } from '../servers/page-target.ts'
import type { AppPage } from '../survival/app-page.ts'
import { PATIENCE, type Scene } from '../survival/scene.ts'
import { goesOn, haltAt, isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { closeGateAfter } from './gate.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 200_000_000
/** Bytes a second: too slow for the worker to end before anything can happen. */
const RATE = 20_000_000

const inScene = scenesWith({ size: SIZE, rate: RATE })

async function startAgain(page: AppPage): Promise<void> {
  await page.press('Retry')
  const hasBegun = async () => (await page.uploads())[0]?.state !== 'Failed'
  await until(hasBegun, 'it starts again', PATIENCE)
}

async function offersToStartAgain(page: AppPage): Promise<void> {
  const says = async () => {
    const [upload] = await page.uploads()
    return upload?.state === 'Failed' && upload.note.startsWith(problems.upload_gone.what)
  }
  await until(says, 'the page says that the storage has dropped it', PATIENCE)
}

async function isWhole({ objects, file }: Scene): Promise<void> {
  const keys = await objects.all()
  expect(await Promise.all(keys.map(objects.sha256Of))).toEqual([file.sha256])
  expect(await objects.unfinished()).toEqual([])
}

test(
  'an upload that the storage has dropped says so, and starts again when the person wants that',
  inScene(async (scene) => {
    const page = await scene.begin()
    await scene.hasSent(0.2)
    await scene.objects.abortUnfinished()
    await offersToStartAgain(page)
    await startAgain(page)
    expect(await isVerified(page)).toBe('Verified')
    await isWhole(scene)
  }),
)

test(
  'so does one that was dropped while the browser sent it with no page open',
  inScene(async (scene) => {
    const handed = () => scene.parts().filter(({ route }) => route === 'api')
    // Neither the worker nor the browser has sent all when it is dropped, however long that takes.
    const byWorker = haltAt(scene, 0.2)
    const byBrowser = closeGateAfter(scene.api.line, 1)
    const page = await scene.begin()
    await byWorker.reached()
    await page.close()
    await until(() => handed().some(({ status }) => status === 200), 'the browser sends', PATIENCE)
    const other = await firstPage(scene.browser().debugging)
    await other.stopWorkers()
    await scene.objects.abortUnfinished()
    byWorker.goOn()
    byBrowser.open()
    await until(() => handed().some(({ status }) => status === 404), 'it is refused', PATIENCE)
    const again = await scene.openPage()
    await offersToStartAgain(again)
    await startAgain(again)
    expect(await goesOn(scene)).toBe('Verified')
    await isWhole(scene)
  }),
)
