import { v7 as uuid } from 'uuid'
import { isEnded } from '../../web/sw/engine/record.ts'
import type { Simulation } from './simulation.ts'

const ENOUGH_STEPS = 10_000

/** The person does what each upload asks for, and wants `cancelled` cancelled, until all have ended. */
export async function runToEnd(
  simulation: Simulation,
  cancelled: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { world, engine, apply, advance, page, wake } = simulation
  page.open()
  for (let n = 0; n < ENOUGH_STEPS; n++) {
    let isAtEnd = true
    if (n % 200 === 199) wake()
    for (const { record } of engine().uploads().values()) {
      const { id, phase, hold } = record
      if (isEnded(record) && phase !== 'failed') continue
      isAtEnd = false
      if (cancelled.has(id)) {
        if (phase !== 'cancelling' || record.afterCancel.type === 'begin')
          apply({ type: 'cancel', id })
      } else if (phase === 'failed') apply({ type: 'retry', id, remoteId: uuid() })
      else if (phase !== 'cancelling') {
        if (hold.user) apply({ type: 'resume', id })
        world.unreadable.delete(id)
        if (hold.problem !== null) apply({ type: 'given', id })
      }
    }
    // What was ended may still be on its way.
    if (!(await advance()) && isAtEnd) return
  }
  const ends = [...engine().uploads().values()].map(({ record }) => [
    record.phase,
    record.failure,
    record.hold,
  ])
  throw new Error(`the uploads do not come to an end: ${JSON.stringify(ends)}`)
}
