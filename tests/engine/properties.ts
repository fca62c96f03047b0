import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect } from 'vitest'
import { PRIORITIES } from '../../shared/order.ts'
import { placesFor } from '../../web/uploads/places.ts'
import { runToEnd } from './person.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { holds } from './tape.ts'
import { PART_SIZE } from './remote-file.ts'

/** What has to hold whatever fails; each runs as often as it is told to, by tapes of its own. */

export const decisions = fc.array(fc.nat(10_000), { maxLength: 1500, size: 'max' })
export const sizes = fc.array(fc.oneof(fc.constantFrom(0, 1, 10, 11), fc.nat(250)), {
  minLength: 1,
  maxLength: 4,
})

/** Every upload that is not cancelled ends with the right object; all others leave nothing behind. */
export async function endsWellWhateverFails(
  numRuns: number,
  names: readonly string[] = [],
): Promise<void> {
  await holds(
    fc.asyncProperty(decisions, sizes, async (tape, fileSizes) => {
      const simulation = await createSimulation(tape, fileSizes, names)
      const cancelled = new Set<string>()
      await simulation.add()
      while (!simulation.tape.isAtEnd()) await disturb(simulation, cancelled)
      await runToEnd(simulation, cancelled)
      for (const id of simulation.ids) {
        if (!cancelled.has(id) || simulation.recordOf(id)?.phase === 'verified')
          expectObject(simulation, id)
      }
      expectNothingLeft(simulation)
    }),
    { numRuns },
  )
}

/** One step of what a tape decides: time passes, or something happens to the world or the engine. */
export async function disturb(simulation: Simulation, cancelled: Set<string>): Promise<void> {
  const { tape, world, ids, apply } = simulation
  const choice = tape.choose(250)
  if (choice === 0 || choice > 30) {
    await simulation.advance()
    return
  }
  const id = ids[tape.choose(ids.length)] ?? ''
  const record = simulation.recordOf(id)
  const remoteId = record?.remoteId ?? ''
  if (choice <= 4) await simulation.kill()
  else if (choice <= 6) apply({ type: 'pause', id })
  else if (choice <= 8) apply({ type: 'resume', id })
  else if (choice <= 10) apply({ type: 'online', id })
  else if (choice <= 12) apply({ type: 'retry', id, remoteId: uuid() })
  else if (choice <= 15) {
    world.unreadable.delete(id)
    apply({ type: 'given', id })
  } else if (choice === 16) world.unreadable.set(id, 'file_permission')
  else if (choice === 17) world.unreadable.set(id, 'file_gone')
  else if (choice === 18) world.losePart(remoteId)
  else if (choice === 19) world.loseUpload(remoteId)
  else if (choice <= 21) simulation.setClock((tape.choose(2) === 0 ? 1 : -1) * 20 * 60_000)
  else if (choice <= 23) {
    if (tape.choose(3) > 0) return
    cancelled.add(id)
    apply({ type: 'cancel', id })
  } else if (choice > 24) arrange(simulation, id, choice)
  else if (record?.phase === 'failed') {
    cancelled.add(id)
    apply({ type: 'remove', id })
  }
}

/** The person changes the order in which uploads are served, or when one is to start. */
function arrange({ tape, clock, ids, apply, engine }: Simulation, id: string, how: number): void {
  if (how <= 26) {
    const priority = PRIORITIES[tape.choose(PRIORITIES.length)]
    apply({ type: 'arrange', id, change: { priority } })
  } else if (how <= 28) {
    const records = [...engine().uploads().values()].map(({ record }) => record)
    const before = ids[tape.choose(ids.length + 1)] ?? null
    for (const [moved, place] of placesFor(records, id, before))
      apply({ type: 'arrange', id: moved, change: { place } })
  } else {
    // Some of these times are over, and some come while the clock is wrong.
    const startAt = how === 29 ? clock.now() + (tape.choose(6) - 1) * 15 * 60_000 : 0
    apply({ type: 'arrange', id, change: { startAt } })
  }
}

/** Cancelled at any moment, an upload leaves nothing behind, and the others go on. */
export async function clearsAwayWhatIsCancelled(numRuns: number): Promise<void> {
  await holds(
    fc.asyncProperty(decisions, fc.nat(80), async (tape, when) => {
      const simulation = await createSimulation(tape, [120, 55])
      await simulation.add()
      const [id = '', kept = ''] = simulation.ids
      for (let n = 0; n < when; n++) await simulation.advance()
      simulation.apply({ type: 'cancel', id })
      while (!simulation.tape.isAtEnd()) {
        if (simulation.tape.choose(20) === 1) await simulation.kill()
        else await simulation.advance()
      }
      await runToEnd(simulation, new Set([id]))
      // Cancelled while S3 was completing it: whole, or not at all.
      if (simulation.recordOf(id)?.phase === 'verified') expectObject(simulation, id)
      else expect(simulation.recordOf(id)?.phase).toBe('cancelled')
      expectObject(simulation, kept)
      expectNothingLeft(simulation)
    }),
    { numRuns },
  )
}

/** Which bytes another file shares with the first: none, or those before or after a place. */
const kept = fc.oneof(
  fc.constant(() => false),
  fc.nat(250).map((place) => (at: number) => at < place),
  fc.nat(250).map((place) => (at: number) => at >= place),
)

/** Whatever is put in a file's place while no worker runs, no object is made of both. */
export async function mixesNoFiles(numRuns: number): Promise<void> {
  await holds(
    fc.asyncProperty(decisions, fc.nat(250), fc.nat(200), kept, fc.boolean(), async (...drawn) => {
      const [tape, size, when, keeps, isHandedOver] = drawn
      const simulation = await createSimulation(tape, [size], [], true)
      const { contents } = simulation
      const [id = ''] = simulation.ids
      const content = contents.get(id) ?? new Uint8Array()
      const other = content.map((byte, at) => (keeps(at) ? byte : byte ^ 255))
      await simulation.add()
      for (let n = 0; n < when; n++) await simulation.advance()
      if (isHandedOver) simulation.page.close()
      if (isHandedOver && simulation.tape.choose(2) === 1) await simulation.advance()
      await simulation.kill(() => contents.set(id, other))
      if (isHandedOver) simulation.page.open()
      while (!simulation.tape.isAtEnd()) {
        if (simulation.tape.choose(40) === 1) await simulation.kill()
        else await simulation.advance()
      }
      // A disk that misread may be at fault; then the person gives the first file back.
      for (const file of [other, other, content]) {
        contents.set(id, file)
        if (isChanged(simulation, id)) simulation.apply({ type: 'retry', id, remoteId: uuid() })
        while ((await simulation.advance()) || askAgain(simulation, id)) continue
      }
      if (isChanged(simulation, id)) await runToEnd(simulation, new Set([id]))
      else expect(objectOf(simulation, id)).not.toBeNull()
      expectNothingLeft(simulation, [content, other])
    }),
    { numRuns },
  )
}

/** Whether there was something that a person could do, other than giving the right file back. */
function askAgain(simulation: Simulation, id: string): boolean {
  const { apply, recordOf, world } = simulation
  const record = recordOf(id)
  if (record?.hold.problem) {
    world.unreadable.delete(id)
    apply({ type: 'given', id })
  } else if (record?.phase === 'failed' && !isChanged(simulation, id))
    apply({ type: 'retry', id, remoteId: uuid() })
  else return false
  return true
}

function isChanged({ recordOf }: Simulation, id: string): boolean {
  return recordOf(id)?.failure === 'file_changed'
}

function objectOf({ recordOf, world }: Simulation, id: string): Uint8Array | null {
  return world.remotes.get(recordOf(id)?.remoteId ?? '')?.object ?? null
}

/** The upload has ended, and its object is the file, but for parts the receipt does not answer for. */
export function expectObject(simulation: Simulation, id: string): void {
  expect(simulation.recordOf(id)?.phase).toBe('verified')
  const object = objectOf(simulation, id)
  const content = simulation.contents.get(id)
  if (!object || !content) throw new Error('there is no object')
  const { unhashedParts = 0 } = simulation.recordOf(id)?.receipt?.checksum ?? {}
  expect(differingParts(object, content)).toBeLessThanOrEqual(unhashedParts)
}

function differingParts(object: Uint8Array, content: Uint8Array): number {
  if (object.length !== content.length) return Infinity
  const differing = new Set<number>()
  for (const [at, byte] of object.entries()) {
    if (byte !== content[at]) differing.add(Math.floor(at / PART_SIZE))
  }
  return differing.size
}

/** No upload stays open at S3, no object is there but whole files, and nothing was sent in vain. */
export function expectNothingLeft(
  { world, contents, engine }: Simulation,
  files: Iterable<Uint8Array> = contents.values(),
): void {
  const all = [...files]
  for (const [remoteId, remote] of world.remotes) {
    const { state, parts, object, unhashedParts, isLate } = remote
    if (object) expect(all.some((file) => differingParts(object, file) <= unhashedParts)).toBe(true)
    // What was put as a whole after it was cancelled nobody takes away (docs/decisions/small-files.md).
    else if (!world.refused.has(remoteId) && !isLate)
      expect({ state, parts: parts.size }).toEqual({ state: 'aborted', parts: 0 })
  }
  expect(world.sentInVain).toEqual([])
  expect(world.overstated).toEqual([])
  expect(engine().isBusy()).toBe(false)
}
