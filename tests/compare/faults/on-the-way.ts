import { setTimeout as sleep } from 'node:timers/promises'
import type { Part, Treatment } from '../../servers/fault-proxy.ts'
import type { Contestant } from '../contestant.ts'
import type { Row } from '../row.ts'

/** ms for which the store is away. */
const AWAY = 60_000
/** Which part meets a fault that only one meets: one in the middle, for all. */
const UNLUCKY = 4

/** Does this to one part, the first time that it is sent. */
function toOnePart(
  id: string,
  fault: string,
  treatmentOf: (contestant: Contestant) => Treatment,
): Row {
  return {
    id,
    fault,
    async run(contest) {
      const treatment = treatmentOf(contest.contestant)
      contest.scene.store.line.treat = ({ order }) => (order === UNLUCKY ? treatment : 'pass')
      return contest.seeThrough(await contest.begin())
    },
  }
}

const flip = toOnePart('flip', 'one bit of one part is flipped on its way', () => 'flip')

const expired = toOnePart(
  'expired',
  'what one part was signed by has run out, once: a presigned URL (403), or temporary credentials (400)',
  ({ expiry }) => expiry,
)

const stall = toOnePart(
  'stall',
  'half of one part gets through, then nothing moves until the store ends the connection',
  () => 'stall',
)

const busy: Row = {
  id: 'busy',
  fault: 'the store answers one in five parts with 503, the first time',
  async run(contest) {
    contest.scene.store.line.treat = ({ number, attempt }: Part) =>
      number % 5 === 0 && attempt === 1 ? { retryAfter: 1 } : 'pass'
    return contest.seeThrough(await contest.begin())
  },
}

const cut: Row = {
  id: 'cut',
  fault: 'all connections are cut at 30 % and at 60 %, and new ones work at once',
  async run(contest) {
    const { scene } = contest
    const page = await contest.begin()
    for (const share of [0.3, 0.6]) {
      await scene.hasSent(share)
      for (const { line } of [scene.store, scene.api]) {
        await line.refuseConnections()
        await line.acceptConnections()
      }
    }
    return contest.seeThrough(page)
  },
}

const away: Row = {
  id: 'away',
  fault: 'the store is away for 60 s at 30 %: connections are refused',
  async run(contest) {
    const { line } = contest.scene.store
    const page = await contest.begin()
    await contest.scene.hasSent(0.3)
    await line.refuseConnections()
    await sleep(AWAY)
    await line.acceptConnections()
    return contest.seeThrough(page)
  },
}

const lostAnswer: Row = {
  id: 'complete',
  fault: 'the answer to Complete is lost, once',
  async run(contest) {
    const { contestant, scene } = contest
    let lost = false
    contestant.completeLine(scene).handle = (method, path) => {
      if (lost || !contestant.isComplete(method, path)) return 'pass'
      lost = true
      return 'lose-answer'
    }
    return contest.seeThrough(await contest.begin())
  },
}

export const onTheWayRows: readonly Row[] = [flip, busy, cut, stall, away, expired, lostAnswer]
