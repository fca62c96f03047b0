import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstPage } from '../servers/page-target.ts'
import { setPermissions } from '../servers/permissions.ts'
import { missOf } from '../survival/row.ts'
import { PATIENCE, type Scene } from '../survival/scene.ts'
import { endsUnseen, isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { makeFile, sha256Of } from './files.ts'
import { runInScene } from './in-scene.ts'

const SIZE = 320_000_000
/** Bytes a second: too slow, on a slow machine too, for all to be sent before anything can happen. */
const RATE = 15_000_000
const GOAL = { ends: 'Verified', clicks: 0 } as const
/** ms in which the browser has to begin with what it was handed. */
const BEGINNING = 60_000
/** ms in which a page has taken over again, on a slow machine too. */
const TAKEN_OVER = 10_000
/** ms in which the worker has gathered what it tells the person, on a slow machine too. */
const TELLING = 15_000

/** No debugger is attached to the worker, which would keep it alive (tests/servers/page-target.ts). */
describe('what is left is handed to the browser', () => {
  let parent: string
  let file: Awaited<ReturnType<typeof makeFile>> & { sha256: string }
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'longhaul-hand-over-'))
    const made = await makeFile(join(parent, 'film.mov'), SIZE)
    file = { ...made, sha256: await sha256Of(made.path) }
  })
  afterAll(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))

  async function withScene(run: (scene: Scene) => Promise<string>): Promise<void> {
    const options = {
      parent,
      file,
      source: 'dropped',
      number: 1,
      rate: RATE,
    } as const
    await runInScene(options, async (scene) => {
      const miss = missOf(GOAL, await scene.outcome(await run(scene)))
      if (miss !== null) throw new Error(miss)
    })
  }

  const handed = (scene: Scene) => scene.parts().filter(({ route }) => route === 'api').length
  const direct = (scene: Scene) => scene.parts().filter(({ route }) => route === 'store').length
  const arrived = (scene: Scene) =>
    scene
      .parts()
      .filter(({ status }) => status === 200)
      .reduce((sum, { size }) => sum + size, 0) / file.size
  const isHandedOver = (scene: Scene) =>
    until(() => handed(scene) > 0, 'the browser sends parts', BEGINNING)

  test('when the last page closes, and not before; it ends unseen, with word of it', async () => {
    await withScene(async (scene) => {
      const allow = await setPermissions(scene.browser(), scene.origin, {
        notifications: 'granted',
        'background-fetch': 'granted',
      })
      const first = await scene.begin()
      const second = await scene.openPage()
      await scene.hasSent(0.1)
      await scene.harm(() => first.close())
      await scene.hasSent(0.25)
      expect(handed(scene)).toBe(0)
      await scene.harm(() => second.close())
      await isHandedOver(scene)
      const isMade = async () => (await scene.objects.verified()).length > 0
      await until(isMade, 'it ends with no page open', PATIENCE)
      await sleep(TELLING)
      const page = await scene.openPage()
      expect(await page.target.evaluate(TITLES)).toEqual([`${file.name} has arrived`])
      allow.close()
      return isVerified(page)
    })
  })

  test('and the next page goes on beside it, with nothing sent by both', async () => {
    await withScene(async (scene) => {
      const page = await scene.begin()
      await scene.hasSent(0.1)
      await scene.harm(() => page.close())
      await isHandedOver(scene)
      const other = await firstPage(scene.browser().debugging)
      await scene.harm(() => other.stopWorkers())
      const known = arrived(scene)
      const again = await scene.openPage()
      await again.target.evaluate(SAMPLE)
      await until(() => again.offers('Continue'), 'the page offers to send too', BEGINNING)
      const shown = async () => v.parse(samplesSchema, await again.target.evaluate('samples'))
      const hasAll = async () => ((await shown()).at(-1) ?? 0) >= known
      await until(hasAll, 'the page shows what the browser has sent', TAKEN_OVER)
      await again.giveAgain(file.path)
      const before = direct(scene)
      await until(() => direct(scene) > before, 'the page sends too', TAKEN_OVER)
      const ended = await isVerified(again)
      const samples = await shown()
      expect(samples.length).toBeGreaterThan(1)
      expect(samples).toEqual(samples.toSorted((one, other) => one - other))
      return ended
    })
  })

  test('but not when the page loads itself anew, as after an update', async () => {
    await withScene(async (scene) => {
      const page = await scene.begin()
      await scene.hasSent(0.1)
      await scene.harm(() => page.reload('page'))
      const ended = await isVerified(page)
      expect(handed(scene)).toBe(0)
      return ended
    })
  })

  test('also when the page is loaded again, and both together send no more than was under way', async () => {
    await withScene(async (scene) => {
      const page = await scene.begin()
      await scene.hasSent(0.1)
      await scene.harm(() => page.reload())
      await isHandedOver(scene)
      return isVerified(page)
    })
  })

  test('when the person asks for it, and survives the end of the browser', async () => {
    await withScene(async (scene) => {
      const page = await scene.begin()
      await scene.hasSent(0.1)
      const canFinish = () => page.offers('Finish in the background')
      await until(canFinish, 'the page offers to hand over', BEGINNING)
      await scene.harm(() => page.press('Finish in the background'))
      await isHandedOver(scene)
      const note = async () => (await page.uploads())[0]?.note
      await expect.poll(note).toBe('The browser sends it in the background.')
      await scene.harm(() => scene.browser().kill())
      await scene.startBrowser()
      return endsUnseen(scene)
    })
  })
})

/** How far the only upload was at each time that the page said something new, from 0 to 1. */
const SAMPLE = `samples = [];
  setInterval(() => {
    const bar = document.querySelector('[data-testid=upload-row] progress:not(.under-way)')
    if (bar && bar.position !== samples.at(-1)) samples.push(bar.position)
  }, 50)`
const samplesSchema = v.array(v.number())

const TITLES = `navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications())
  .then((shown) => shown.map(({ title }) => title))`
