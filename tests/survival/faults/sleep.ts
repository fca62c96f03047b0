import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../row.ts'
import type { Scene } from '../scene.ts'
import { endsUnseen, isVerified } from '../steps.ts'
import { handOver } from './background.ts'

/** ms: longer than any connection, any ping and a silent Background Fetch is waited for. */
const ASLEEP = 95_000

const common = {
  tries: 1,
  sources: ['dropped', 'chosen'],
  goal: { ends: 'Verified', clicks: 0 },
} as const

function sleepsWhile(scene: Scene): Promise<void> {
  return scene.harm(async () => {
    scene.browser().suspend()
    await sleep(ASLEEP)
    // Its connections do not outlive that.
    for (const { line } of [scene.api, scene.store]) {
      await line.refuseConnections()
      await line.acceptConnections()
    }
    scene.browser().wake()
  })
}

export const sleepRows: readonly Row[] = [
  {
    ...common,
    id: 'sleep',
    fault: 'all of the browser stands still for 95 s, as in a computer that sleeps',
    moment: '30 %',
    file: 'middle',
    async run(scene) {
      const page = await scene.begin()
      await scene.hasSent(0.3)
      await sleepsWhile(scene)
      return isVerified(page)
    },
  },
  {
    ...common,
    id: 'sleep-background',
    fault:
      'the only tab is closed, and all of the browser stands still for 95 s while Background Fetch runs',
    moment: '30 %',
    file: 'large',
    async run(scene) {
      await handOver(scene, 0.1)
      await scene.hasSent(0.3)
      await sleepsWhile(scene)
      return endsUnseen(scene)
    },
  },
]
