import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as v from 'valibot'

const collectorSchema = v.function()

/** Bytes that this process's living objects and buffers have, with no garbage among them. */
export function livingBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = v.parse(collectorSchema, runInNewContext('gc'))
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
