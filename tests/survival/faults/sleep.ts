import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../row.ts'
import { isVerified } from '../steps.ts'

/** ms: longer than any connection and any ping is waited for. */
const ASLEEP = 90_000

export const sleepRows: readonly Row[] = [
  {
    id: 'sleep',
    fault: 'all of the browser stands still for 90 s, as in a computer that sleeps',
    moment: '30 %',
    file: 'middle',
    tries: 1,
    sources: ['dropped', 'chosen'],
    goal: { ends: 'Verified', clicks: 0 },
    async run(scene) {
      const page = await scene.begin()
      await scene.hasSent(0.3)
      await scene.harm(async () => {
        scene.browser().suspend()
        await sleep(ASLEEP)
        // Its connections do not outlive that.
        for (const { line } of [scene.api, scene.store]) {
          await line.refuseConnections()
          await line.acceptConnections()
        }
        scene.browser().wake()
      })
      return isVerified(page)
    },
  },
]
