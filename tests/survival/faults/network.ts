import { setTimeout as sleep } from 'node:timers/promises'
import type { Part, Treatment } from '../../servers/fault-proxy.ts'
import type { Row } from '../row.ts'
import { isVerified, standInPortal } from '../steps.ts'

/** Of all parts that are sent. */
const FAULTY = 0.3
const FAULTS: readonly Treatment[] = [
  'cut',
  'stall',
  { retryAfter: 1 },
  'expired',
  'flip',
  'lose-answer',
]
const CUT_OFF = 60_000

const goal = { ends: 'Verified', clicks: 0 } as const

const randomFaults: Row = {
  id: 'proxy',
  fault: 'a proxy cuts, stalls, answers 503 or 403 expired, flips a bit, or loses the answer',
  moment: `at random, to ${FAULTY * 100} % of all parts`,
  file: 'middle',
  tries: 2,
  sources: ['dropped', 'chosen'],
  goal,
  async run(scene) {
    scene.store.line.treat = (part: Part) => {
      if (Math.random() >= FAULTY) return 'pass'
      scene.allow(part.size)
      return FAULTS[Math.floor(Math.random() * FAULTS.length)] ?? 'pass'
    }
    return isVerified(await scene.begin(), 600_000)
  },
}

const noConnection: Row = {
  id: 'network',
  fault: 'no connection to anything for 60 s',
  moment: '30 %',
  file: 'middle',
  tries: 1,
  sources: ['dropped', 'chosen'],
  goal,
  async run(scene) {
    const page = await scene.begin()
    await scene.hasSent(0.3)
    const lines = [scene.api.line, scene.store.line]
    await scene.harm(() => Promise.all(lines.map((line) => line.refuseConnections())))
    await sleep(CUT_OFF)
    for (const line of lines) await line.acceptConnections()
    return isVerified(page)
  },
}

const otherNetwork: Row = {
  id: 'other-network',
  fault: 'another network: all connections are cut at once, and new ones work',
  moment: '30 % and 60 %',
  file: 'middle',
  tries: 1,
  sources: ['dropped', 'chosen'],
  goal,
  async run(scene) {
    const page = await scene.begin()
    const lines = [scene.api.line, scene.store.line]
    for (const share of [0.3, 0.6]) {
      await scene.hasSent(share)
      await scene.harm(() => Promise.all(lines.map((line) => line.refuseConnections())))
      for (const line of lines) await line.acceptConnections()
    }
    return isVerified(page)
  },
}

const portal: Row = {
  id: 'portal',
  fault: 'the network wants a person to sign in: its page, or the way to it, answers everything',
  moment: '30 %, for 60 s',
  file: 'middle',
  tries: 1,
  sources: ['dropped', 'chosen'],
  goal,
  async run(scene) {
    const page = await scene.begin()
    await scene.hasSent(0.3)
    const standing = standInPortal(scene)
    await scene.harm(async () => standing.stand('sign-in-page'))
    await sleep(CUT_OFF / 2)
    standing.stand('way-to-sign-in')
    await sleep(CUT_OFF / 2)
    standing.goAway()
    return isVerified(page)
  },
}

export const networkRows: readonly Row[] = [randomFaults, noConnection, otherNetwork, portal]
