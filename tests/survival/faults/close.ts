import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../row.ts'
import { endsUnseen, haltAt, holdComplete } from '../steps.ts'

/** ms for which the API keeps Complete waiting after the tab was closed. */
const HELD = 3000

const common = {
  fault: 'the only tab is closed',
  file: 'large',
  tries: 2,
  sources: ['dropped', 'chosen'],
  goal: { ends: 'Verified', clicks: 0, partsTakenOnce: true },
} as const

function closedAt(share: number): Row {
  return {
    ...common,
    id: `close-${share * 100}`,
    moment: `${share * 100} %`,
    async run(scene) {
      const halt = haltAt(scene, share)
      const page = await scene.begin()
      await halt.reached()
      await scene.harm(() => page.close())
      halt.goOn()
      return endsUnseen(scene)
    },
  }
}

const duringComplete: Row = {
  ...common,
  id: 'close-complete',
  moment: 'during Complete',
  async run(scene) {
    const complete = holdComplete(scene)
    const page = await scene.begin()
    await complete.arrives()
    await scene.harm(() => page.close())
    await sleep(HELD)
    complete.release('pass')
    return endsUnseen(scene)
  },
}

export const closeRows: readonly Row[] = [...[0, 0.1, 0.5, 0.95].map(closedAt), duringComplete]
