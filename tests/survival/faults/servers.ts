import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../row.ts'
import type { Scene } from '../scene.ts'
import type { Server } from '../servers.ts'
import { isVerified } from '../steps.ts'

const SHORT = 2000
const LONG = 60_000

const common = {
  moment: '30 %',
  file: 'middle',
  sources: ['dropped', 'chosen'],
  goal: { ends: 'Verified', clicks: 0 },
} as const

/** Ends servers, and starts them again after so many ms. */
function away(
  id: string,
  fault: string,
  tries: number,
  time: number,
  which: (scene: Scene) => readonly Server[],
): Row {
  return {
    ...common,
    id,
    fault,
    tries,
    async run(scene) {
      const page = await scene.begin()
      await scene.hasSent(0.3)
      const servers = which(scene)
      const lines = servers.map(({ line }) => line)
      await scene.harm(() => Promise.all(servers.map((server) => server.kill())), lines)
      await sleep(time)
      for (const server of servers) await server.start()
      return isVerified(page)
    },
  }
}

export const serverRows: readonly Row[] = [
  away('api-restart', 'the API is killed and started again', 2, SHORT, ({ api }) => [api]),
  away('store-restart', 'the store is killed and started again', 2, SHORT, ({ store }) => [store]),
  away('api-away', 'the API is away for 60 s', 1, LONG, ({ api }) => [api]),
  away('store-away', 'the store is away for 60 s', 1, LONG, ({ store }) => [store]),
  away('both-away', 'API and store are away for 60 s', 1, LONG, ({ api, store }) => [store, api]),
]
