import type { Row } from '../row.ts'
import type { Scene } from '../scene.ts'
import { isVerified } from '../steps.ts'
import { makeBuildWithClock } from '../wrong-clock.ts'

const MINUTES = 20
const OFF = MINUTES * 60_000
/** ms between two jumps. */
const BETWEEN_JUMPS = 5000

const common = {
  file: 'middle',
  tries: 1,
  sources: ['dropped', 'chosen'],
  goal: { ends: 'Verified', clicks: 0 },
} as const

/** Has one of the app's programs believe in another time, and sends the file. */
async function send(
  scene: Scene,
  ...clock: [program: 'server' | 'worker', offset: string]
): Promise<string> {
  const folder = await makeBuildWithClock(scene.built, ...clock)
  await scene.api.kill()
  await scene.api.start(folder)
  return isVerified(await scene.begin())
}

const serverRows = [
  { id: 'ahead', offset: OFF },
  { id: 'behind', offset: -OFF },
].map(({ id, offset }): Row => ({
  ...common,
  id: `clock-${id}`,
  fault: `the server’s clock is ${MINUTES} minutes ${id === 'ahead' ? 'ahead of' : id} the store’s`,
  moment: 'all the time',
  run: (scene) => send(scene, 'server', String(offset)),
}))

const jumps: Row = {
  ...common,
  id: 'clock-jumps',
  fault: `the computer’s clock jumps ${2 * MINUTES} minutes ahead, and back again`,
  moment: `every ${BETWEEN_JUMPS / 1000} s`,
  run: (scene) =>
    send(scene, 'worker', `Math.floor(time / ${BETWEEN_JUMPS}) % 2 === 0 ? ${OFF} : ${-OFF}`),
}

export const clockRows: readonly Row[] = [...serverRows, jumps]
