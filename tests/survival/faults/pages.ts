import { setTimeout as sleep } from 'node:timers/promises'
import type { AppPage } from '../app-page.ts'
import type { NewerBuild } from '../newer-build.ts'
import type { Row } from '../row.ts'
import type { Scene } from '../scene.ts'
import { isVerified, VERIFIED } from '../steps.ts'
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
    await deployNewer(scene)
    // A page that is opened has the browser look for a new version.
    await scene.openPage()
    await takeNewer(scene, page)
    return isVerified(page)
  },
}

/** What is being entered keeps a page from being loaded anew. */
const BEING_ENTERED = 'Speed limit'

const bothVersions: Row = {
  ...common,
  id: 'both-versions',
  fault: 'a new version of the app takes over, and a page of the old one stays open',
  moment: '30 %',
  async run(scene) {
    const old = await scene.begin()
    await scene.hasSent(0.3)
    await old.press(BEING_ENTERED)
    await deployNewer(scene)
    const page = await scene.openPage()
    await takeNewer(scene, page)
    const ends = await Promise.all([isVerified(old), isVerified(page)])
    if (await isNewer(scene, old)) return 'the old page was loaded anew'
    return ends.find((end) => end !== VERIFIED) ?? VERIFIED
  },
}

/** Has the server give out the newer build. */
async function deployNewer(scene: Scene): Promise<void> {
  await scene.api.kill()
  await scene.api.start(newerOf(scene).folder)
}

/** Takes the new version in the page that offers it. */
async function takeNewer(scene: Scene, page: AppPage): Promise<void> {
  await until(() => page.offers(UPDATE), 'the page offers the new version', 60_000)
  await scene.harm(async () => {
    await page.press(UPDATE)
    await until(() => isNewer(scene, page), 'the page is the new one', 60_000)
  })
}

/** Whether the page is one of the newer build. */
async function isNewer(scene: Scene, page: AppPage): Promise<boolean> {
  return (await page.title()) === newerOf(scene).title
}

function newerOf({ newer }: Scene): NewerBuild {
  if (!newer) throw new Error('there is no newer build')
  return newer
}

export const pageRows: readonly Row[] = [reloads, tabs, update, bothVersions]
