import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../row.ts'
import { isVerified } from '../steps.ts'
import { until } from '../until.ts'

const RELOADS = 10
/** ms between two reloads at most. */
const LONGEST_GAP = 1500

const UPDATE = 'Update now'

const common = {
  file: 'middle',
  tries: 2,
  sources: ['dropped', 'chosen'],
  goal: { ends: 'Verified', clicks: 0 },
} as const

const reloads: Row = {
  ...common,
  id: 'reload',
  fault: `the page is loaded again ${RELOADS} times in a row`,
  moment: 'from 10 % on',
  file: 'large',
  async run(scene) {
    const page = await scene.begin()
    await scene.hasSent(0.1)
    for (let count = 0; count < RELOADS; count++) {
      await scene.harm(() => page.reload())
      await sleep(Math.random() * LONGEST_GAP)
    }
    return isVerified(page)
  },
}

const tabs: Row = {
  ...common,
  id: 'tabs',
  fault: 'of two tabs the one that added the file is closed',
  moment: '30 %',
  async run(scene) {
    const first = await scene.begin()
    const second = await scene.openPage()
    await scene.hasSent(0.3)
    await first.close()
    const ended = await isVerified(second)
    const handedOver = scene.parts().some(({ route }) => route === 'api')
    return handedOver ? 'parts were handed over while a page was open' : ended
  },
}

const update: Row = {
  ...common,
  id: 'update',
  fault: 'a new version of the app takes over',
  moment: '30 %',
  async run(scene) {
    const page = await scene.begin()
    await scene.hasSent(0.3)
    const { newer } = scene
    if (!newer) throw new Error('there is no newer build')
    await scene.api.kill()
    await scene.api.start(newer.folder)
    // A page that is opened has the browser look for a new version.
    await scene.openPage()
    await until(() => page.offers(UPDATE), 'the page offers the new version', 60_000)
    const isNew = async () => (await page.title()) === newer.title
    await scene.harm(async () => {
      await page.press(UPDATE)
      await until(isNew, 'the page is the new one', 60_000)
    })
    return isVerified(page)
  },
}

export const pageRows: readonly Row[] = [reloads, tabs, update]
