/** Simulated links, each in a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as v from 'valibot'
import type { LinkReport } from '../link/proxy.ts'
import type { LinkShape } from '../link/shape.ts'
import type { Endings } from './ending.ts'

const MAIN = join(import.meta.dirname, '..', 'link', 'main.ts')

const answerSchema = v.object({
  port: v.number(),
  first: v.nullable(v.number()),
  bytes: v.number(),
  connections: v.number(),
})

export interface RunningLink {
  readonly pid: number
  readonly port: number
  /** Has the link's rates and its losses begin anew. */
  begin(): Promise<void>
  /** What went over it since it began. */
  report(): Promise<LinkReport>
}

/** Starts a link to a server. @param target the server's origin */
export async function startLink(
  target: string,
  shape: LinkShape,
  endings: Endings,
): Promise<RunningLink> {
  const child = fork(MAIN, [target, JSON.stringify(shape)], { execArgv: ['--import', 'tsx'] })
  const exited = once(child, 'exit')
  endings.add(async () => {
    if (child.connected) child.disconnect()
    await exited
  })
  const answer = async () => {
    const ended = exited.then(() => {
      throw new Error('the link ended')
    })
    const [message] = await Promise.race([once(child, 'message'), ended])
    return v.parse(answerSchema, message)
  }
  const ask = (question: string) => {
    child.send(question)
    return answer()
  }
  const { port } = await answer()
  return {
    pid: child.pid ?? 0,
    port,
    begin: async () => void (await ask('begin')),
    report: () => ask('report'),
  }
}
