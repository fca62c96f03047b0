import { setTimeout as sleep } from 'node:timers/promises'
import { firstPage } from '../../servers/page-target.ts'
import { MomentMissed, type Row } from '../row.ts'
import { PATIENCE, type Scene } from '../scene.ts'
import { endsUnseen, goesOn, haltAt, holdComplete, isVerified } from '../steps.ts'
import { until } from '../until.ts'

/** When the tab is closed, so that a Background Fetch has the rest. */
const CLOSED_AT = 0.1
/** ms in which a closed tab's uploads have to be handed over. */
const HANDING_OVER = 30_000
/** ms for which a server is away. */
const AWAY = 2000

const common = {
  file: 'large',
  tries: 2,
  sources: ['dropped', 'chosen'],
  goal: { ends: 'Verified', clicks: 0 },
} as const

/** Closes the only tab at the share and waits until the browser sends the rest by itself. */
export async function handOver(scene: Scene, share: number): Promise<void> {
  const halt = haltAt(scene, share)
  const page = await scene.begin()
  await halt.reached()
  await scene.harm(() => page.close())
  halt.goOn()
  await isHandedOver(scene)
}

async function isHandedOver(scene: Scene): Promise<void> {
  const begun = () => scene.parts().some(({ route }) => route === 'api')
  try {
    await until(begun, 'the upload is handed over', HANDING_OVER)
  } catch (error) {
    throw new MomentMissed('the browser began no Background Fetch in time', { cause: error })
  }
}

/** The worker gone too, nothing but a Background Fetch can send. */
function withoutWorker(share: number): Row {
  return {
    ...common,
    id: `background-alone-${share * 100}`,
    fault: 'the only tab is closed, and the service worker is stopped',
    moment: `${share * 100} %`,
    async run(scene) {
      await handOver(scene, share)
      const other = await firstPage(scene.browser().debugging)
      await scene.harm(() => other.stopWorkers())
      return endsUnseen(scene)
    },
  }
}

const ENDINGS = [
  {
    name: 'kill',
    fault: '`kill -9` of the browser while Background Fetch runs; it is started with no tab',
    end: (scene: Scene) => scene.browser().kill(),
  },
  {
    name: 'quit',
    fault: 'the browser is quit while Background Fetch runs; it is started with no tab',
    end: (scene: Scene) => scene.browser().quit(),
  },
] as const

const restarts: Row[] = ENDINGS.flatMap(({ name, fault, end }) =>
  [CLOSED_AT, 0.3, 0.5, 0.7, 0.9].map((share) => ({
    ...common,
    id: `background-${name}-${share * 100}`,
    fault,
    moment: share === CLOSED_AT ? 'just after it began' : `${share * 100} %`,
    tries: 1,
    async run(scene) {
      await handOver(scene, CLOSED_AT)
      await scene.hasSent(share)
      await scene.harm(() => end(scene))
      await scene.startBrowser()
      return endsUnseen(scene)
    },
  })),
)

const beforeComplete: Row = {
  ...common,
  id: 'background-kill-complete',
  fault: '`kill -9` of the browser with no tab open, then a page again',
  moment: 'between the last part and Complete',
  async run(scene) {
    const complete = holdComplete(scene)
    await handOver(scene, CLOSED_AT)
    await complete.arrives()
    await scene.harm(() => scene.browser().kill())
    complete.release('cut')
    await scene.startBrowser()
    return goesOn(scene)
  },
}

const byButton: Row = {
  ...common,
  id: 'background-button',
  fault: '“Finish in the background”, then the browser is quit; it is started with no tab',
  moment: '20 %',
  goal: { ends: 'Verified', clicks: 1 },
  async run(scene) {
    const page = await scene.begin()
    await scene.hasSent(0.2)
    await scene.harm(async () => {
      await page.press('Finish in the background')
      scene.clicked()
      await isHandedOver(scene)
    })
    await scene.harm(() => scene.browser().quit())
    await scene.startBrowser()
    return endsUnseen(scene)
  },
}

const apiRestart: Row = {
  ...common,
  id: 'background-api',
  fault: 'the API is killed and started again, with no tab open',
  moment: '50 %',
  async run(scene) {
    await handOver(scene, CLOSED_AT)
    await scene.hasSent(0.5)
    await scene.harm(() => scene.api.kill())
    await sleep(AWAY)
    await scene.api.start()
    return endsUnseen(scene)
  },
}

const refusals: Row = {
  ...common,
  id: 'background-busy',
  fault: 'one in five parts is answered 503, with no tab open',
  moment: `from ${CLOSED_AT * 100} % on`,
  async run(scene) {
    scene.api.line.treat = (part) => {
      if (part.attempt > 1 || part.number % 5 !== 0) return 'pass'
      scene.allow(part.size)
      return { retryAfter: 1 }
    }
    await handOver(scene, CLOSED_AT)
    return endsUnseen(scene)
  },
}

const openedAgain: Row = {
  ...common,
  id: 'background-return',
  fault: 'the only tab is closed, and opened again while Background Fetch runs',
  moment: '20 % and 50 %',
  async run(scene) {
    await handOver(scene, 0.2)
    await scene.hasSent(0.5)
    const again = await scene.openPage()
    await scene.harm(() => Promise.resolve())
    return isVerified(again, PATIENCE)
  },
}

export const backgroundRows: readonly Row[] = [
  withoutWorker(0.1),
  withoutWorker(0.5),
  openedAgain,
  apiRestart,
  refusals,
  ...restarts,
  beforeComplete,
  byButton,
]
