import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../row.ts'
import type { Scene } from '../scene.ts'
import { isVerified } from '../steps.ts'
import { until } from '../until.ts'

const STOPS = 20
/** ms for which the upload goes on between two stops at most: longer than a part takes. */
const LONGEST_GAP = 6000

export const workerRows: readonly Row[] = [
  {
    id: 'worker',
    fault: 'the service worker is stopped, with the page open',
    moment: `${STOPS} random moments of one upload`,
    file: 'large',
    tries: 2,
    sources: ['dropped', 'chosen'],
    goal: { ends: 'Verified', clicks: 0 },
    async run(scene) {
      const page = await scene.begin()
      for (let stop = 1; stop <= STOPS && !(await isMade(scene)); stop++) {
        await sleep(Math.random() * LONGEST_GAP)
        const before = scene.parts().length
        await scene.harm(() => page.target.stopWorkers())
        const goesOn = async () => scene.parts().length > before || isMade(scene)
        await until(goesOn, `the upload goes on after stop ${stop}`, 60_000)
      }
      return isVerified(page)
    },
  },
]

async function isMade({ objects }: Scene): Promise<boolean> {
  return (await objects.all()).length > 0
}
