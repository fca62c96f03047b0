import { describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { setPermissions } from '../servers/permissions.ts'
import { firstPage, openPages, runsWorker } from '../servers/page-target.ts'
import type { AppPage } from '../survival/app-page.ts'
import { missOf } from '../survival/row.ts'
import { PATIENCE, type Scene } from '../survival/scene.ts'
import { endsUnseen, haltAt } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

/** So small that a copy of it is kept, and of four parts. */
const SIZE = 60 * MIB + 1
const RATE = 100_000_000
/** That under which a page that closes asks to be followed. */
const TAG = 'uploads'

const inScene = scenesWith({ size: SIZE, rate: RATE, source: 'chosen' })

describe('a sync event has the worker finish with no page open', () => {
  /** @param reach brings the upload to where it can't go on */
  async function finishesBySync(scene: Scene, reach: () => Promise<AppPage>): Promise<void> {
    const { debugging } = scene.browser()
    const other = await firstPage(debugging)
    // Else the browser itself would be handed what is left.
    const permissions = await setPermissions(scene.browser(), scene.origin, {
      'background-fetch': 'denied',
      'background-sync': 'granted',
    })
    try {
      const page = await reach()
      await until(() => hasCopy(page), 'the file is copied', PATIENCE)
      await page.close()
      // The browser fires an event of its own soon after the page has gone, and starts it again.
      const isStopped = async () => {
        await other.stopWorkers()
        return !(await runsWorker(debugging))
      }
      await scene.harm(() => until(isStopped, 'the worker is stopped', PATIENCE))
      for (const { line } of [scene.api, scene.store]) await line.acceptConnections()
      await expect.poll(() => openPages(debugging)).toEqual(['about:blank'])
      expect(await scene.objects.all()).toEqual([])
      const before = scene.parts().length

      await other.fireSync(scene.origin, TAG)
      const ended = await endsUnseen(scene)
      const outcome = await scene.outcome(ended)
      const miss = missOf({ ends: 'Verified', clicks: 0 }, outcome)
      if (miss !== null) throw new Error(miss)
      expect(scene.parts().length).toBeGreaterThan(before)
    } finally {
      permissions.close()
    }
  }

  const goAway = ({ api, store }: Scene) =>
    Promise.all([api, store].map(({ line }) => line.refuseConnections()))

  test(
    'what it could not even begin',
    inScene(async (scene) => {
      await finishesBySync(scene, async () => {
        const page = await scene.openPage()
        await goAway(scene)
        await page.add(scene.file.path, scene.source)
        return page
      })
    }),
  )

  test(
    'what broke off in its middle',
    inScene(async (scene) => {
      await finishesBySync(scene, async () => {
        const halt = haltAt(scene, 0.5)
        const page = await scene.begin()
        await halt.reached()
        await scene.harm(() => goAway(scene))
        halt.goOn()
        return page
      })
    }),
  )
})

/** Whether it is noted that a whole copy lies in the private file system. */
async function hasCopy(page: AppPage): Promise<boolean> {
  return (await page.target.evaluate(COUNT_COPIES)) === 1
}

const COUNT_COPIES = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('longhaul')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const counting = opening.result.transaction('copies').objectStore('copies').count()
    counting.onerror = () => reject(counting.error)
    counting.onsuccess = () => {
      opening.result.close()
      resolve(counting.result)
    }
  }
})`
