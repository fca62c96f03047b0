import type { Row } from '../row.ts'
import type { Scene } from '../scene.ts'
import { goesOn, haltAt, holdComplete, isComplete } from '../steps.ts'
import { until } from '../until.ts'

/** A way in which a browser ends. */
const ENDINGS = [
  {
    name: 'kill',
    fault: '`kill -9` of the whole browser, then a page again',
    end: (scene: Scene) => scene.browser().kill(),
  },
  {
    name: 'quit',
    fault: 'the browser is quit, then a page again',
    end: (scene: Scene) => scene.browser().quit(),
  },
] as const

/** Resolves at the moment; gives what undoes its preparation. */
interface Moment {
  readonly id: string
  readonly moment: string
  reach(scene: Scene): Promise<() => void>
}

const shares: Moment[] = [0, 0.1, 0.5, 0.95].map((share) => ({
  id: String(share * 100),
  moment: `${share * 100} %`,
  async reach(scene) {
    const halt = haltAt(scene, share)
    await scene.begin()
    await halt.reached()
    return () => halt.goOn()
  },
}))

const beforeComplete: Moment = {
  id: 'complete',
  moment: 'between the last part and Complete',
  async reach(scene) {
    const complete = holdComplete(scene)
    await scene.begin()
    await complete.arrives()
    return () => complete.release('cut')
  },
}

const afterComplete: Moment = {
  id: 'completed',
  moment: 'after Complete, before its answer',
  async reach(scene) {
    scene.api.line.handle = (method, path) => (isComplete(method, path) ? 'lose-answer' : 'pass')
    await scene.begin()
    const made = async () => (await scene.objects.all()).length > 0
    await until(made, 'the object is made', 240_000)
    return () => {
      scene.api.line.handle = () => 'pass'
    }
  },
}

export const crashRows: readonly Row[] = ENDINGS.flatMap(({ name, fault, end }) =>
  [...shares, beforeComplete, afterComplete].map(({ id, moment, reach }): Row => ({
    id: `${name}-${id}`,
    fault,
    moment,
    file: 'middle',
    tries: 2,
    sources: ['dropped', 'chosen'],
    goal: { ends: 'Verified', clicks: 1 },
    async run(scene) {
      const release = await reach(scene)
      await scene.harm(() => end(scene))
      release()
      await scene.startBrowser()
      return goesOn(scene)
    },
  })),
)
