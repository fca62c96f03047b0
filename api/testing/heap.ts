import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as v from 'valibot'

const collectorSchema = v.function()

/** ms between two collections: what the first one finds unused frees more only when tasks have run. */
const PAUSE = 250
/** Collections in a row that free nothing worth counting, until no garbage is left. */
const IDLE = 4
const WORTH = 64 * 1024
/** Of a process that never comes to rest. */
const MOST = 80

/** Bytes that this process's living objects and buffers have, with no garbage among them. */
export async function livingBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = v.parse(collectorSchema, runInNewContext('gc'))
  let least = Infinity
  for (let times = 0, idle = 0; times < MOST && idle < IDLE; times++) {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    idle = heapUsed + external < least - WORTH ? 0 : idle + 1
    least = Math.min(least, heapUsed + external)
    await sleep(PAUSE)
  }
  return least
}
