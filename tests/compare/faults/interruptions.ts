import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../survival/until.ts'
import type { Contest, Row } from '../row.ts'

const HALF = 0.5
/** ms that an upload has to end in with no tab open. */
const UNSEEN = 90_000
/** ms after which somebody who has closed a tab by mistake has opened it again. */
const SOON = 10_000

const closed: Row = {
  id: 'close',
  fault: `the only tab is closed at 50 %; it is opened again after the end, or ${UNSEEN / 1000} s`,
  async run(contest) {
    const { scene } = contest
    const { page, goOn } = await contest.beginHeld(HALF)
    await page.close()
    goOn()
    contest.note(await whatHappensUnseen(contest))
    return contest.seeThrough(await scene.openPage())
  },
}

async function whatHappensUnseen({ scene }: Contest): Promise<string> {
  const begin = performance.now()
  const isMade = async () => (await scene.objects.all()).length > 0
  const sent = () => scene.parts().filter(({ status }) => status === 200).length
  const before = sent()
  try {
    await until(isMade, 'the object is there', UNSEEN)
  } catch {
    const seconds = UNSEEN / 1000
    if (sent() === before) return `nothing is sent with no tab open, in ${seconds} s`
    return `goes on with no tab open, but has not ended in ${seconds} s`
  }
  const seconds = Math.round((performance.now() - begin) / 1000)
  return `ends with no tab open, ${seconds} s after it was closed`
}

const closedByMistake: Row = {
  id: 'mistake',
  fault: `the only tab is closed at 50 %, and opened again ${SOON / 1000} s later`,
  async run(contest) {
    const { page, goOn } = await contest.beginHeld(HALF)
    await page.close()
    goOn()
    await sleep(SOON)
    return contest.seeThrough(await contest.scene.openPage())
  },
}

const reloaded: Row = {
  id: 'reload',
  fault: 'the page is loaded again at 50 %',
  async run(contest) {
    const { page, goOn } = await contest.beginHeld(HALF)
    await page.reload()
    goOn()
    return contest.seeThrough(page)
  },
}

const killed: Row = {
  id: 'kill',
  fault: '`kill -9` of the browser at 50 %; it is started again and the page opened',
  async run(contest) {
    const { scene } = contest
    const { goOn } = await contest.beginHeld(HALF)
    await scene.browser().kill()
    goOn()
    await scene.startBrowser()
    return contest.seeThrough(await scene.openPage())
  },
}

export const interruptionRows: readonly Row[] = [closed, closedByMistake, reloaded, killed]
