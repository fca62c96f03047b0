import * as v from 'valibot'
import type { Conditions } from '../ports.ts'
import type { MemoryWatch } from './memory.ts'

/** What Chromium's worker tells of the network (Network Information API); others tell nothing. */
const networkSchema = v.object({
  connection: v.object({
    saveData: v.optional(v.boolean(), false),
    type: v.optional(v.string(), 'unknown'),
  }),
})

/** ms that a task waits for its turn when too much is asked of the worker. */
const STRAIN = 250
/** How much the latest wait counts. */
const WEIGHT = 0.3

/**
 * Looks whether data is to be saved, and whether the worker gets its turn and the memory it needs. Every question measures, by
 * a task of its own, how long one waits.
 *
 * @param now ms of a clock that is never set
 */
export function createConditions(
  navigator: unknown,
  now: () => number,
  memory: MemoryWatch,
): Conditions {
  let lateness = 0
  let isMeasuring = false

  function measure(): void {
    if (isMeasuring) return
    isMeasuring = true
    const begin = now()
    setTimeout(() => {
      isMeasuring = false
      lateness += (now() - begin - lateness) * WEIGHT
    }, 0)
  }

  return () => {
    measure()
    const strained = lateness > STRAIN || memory.isShort()
    return { saving: isSaving(navigator), strained, memory: memory.size }
  }
}

/** A connection by the mobile network is taken for one that is paid for by the byte. */
function isSaving(navigator: unknown): boolean {
  const parsed = v.safeParse(networkSchema, navigator)
  if (!parsed.success) return false
  const { saveData, type } = parsed.output.connection
  return saveData || type === 'cellular'
}
