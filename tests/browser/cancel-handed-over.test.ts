import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openScene, PATIENCE, type Scene } from '../survival/scene.ts'
import { until } from '../survival/until.ts'
import { makeFile } from './files.ts'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist')
const SIZE = 200_000_000
/** Bytes a second: too slow for the upload to end before it is cancelled. */
const RATE = 20_000_000
const RUNNING = `navigator.serviceWorker.ready
  .then(({ backgroundFetch }) => backgroundFetch.getIds())
  .then((ids) => ids.length)`

let parent: string
let scene: Scene
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'longhaul-cancel-'))
  const file = { ...(await makeFile(join(parent, 'film.mov'), SIZE)), sha256: '' }
  const source = 'dropped'
  scene = await openScene({ parent, file, source, number: 1, rate: RATE, built: BUILT })
})
afterAll(async () => {
  await scene.close()
  await rm(parent, { recursive: true, force: true, maxRetries: 5 })
})

/** No debugger is attached to the worker (tests/servers/page-target.ts). */
test('what is cancelled while the browser sends it comes to nothing, and leaves nothing', async () => {
  const page = await scene.begin()
  await scene.hasSent(0.1)
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
})
