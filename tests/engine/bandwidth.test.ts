import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord } from '../../web/sw/engine/record.ts'
import type { SendPart } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { decisions } from './properties.ts'
import { PART_SIZE } from './remote-file.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

/** Bytes a second. */
const LIMIT = 100
const SIZE = 800

/** Seconds until the file is verified. */
async function timeOf(simulation: Simulation): Promise<number> {
  const [id = ''] = simulation.ids
  const began = simulation.clock.trueTime()
  await simulation.add()
  while (simulation.recordOf(id)?.phase !== 'verified' && (await simulation.advance())) continue
  expect(simulation.recordOf(id)?.phase).toBe('verified')
  return (simulation.clock.trueTime() - began) / 1000
}

describe('a limit of bytes a second', { timeout: 120_000 }, () => {
  it('is kept and reached within 5 %', async () => {
    const simulation = await createSimulation([], [SIZE])
    simulation.world.limitTo(() => LIMIT)
    const rate = SIZE / (await timeOf(simulation))
    expect(rate).toBeGreaterThan(0.95 * LIMIT)
    expect(rate).toBeLessThan(1.05 * LIMIT)
  })

  it('holds for its time, and no longer', async () => {
    const simulation = await createSimulation([], [SIZE])
    const end = simulation.clock.now() + 5_000
    simulation.world.limitTo((now) => (now < end ? LIMIT : null))
    const time = await timeOf(simulation)
    expect(time).toBeGreaterThan(5)
    // Without one a part takes hardly any time.
    expect(time).toBeLessThan(7)
  })

  it('holds no longer than a minute after its time, however long it would keep parts waiting', async () => {
    const simulation = await createSimulation([], [SIZE])
    const end = simulation.clock.now() + 90_000
    // A part an hour.
    simulation.world.limitTo((now) => (now < end ? 10 / 3600 : null))
    expect(await timeOf(simulation)).toBeLessThan(155)
  })

  it('is kept where the first part is long under way, by several host names', async () => {
    const limit = 0.6
    const clock = createVirtualClock()
    const tape = createTape([])
    const id = uuid()
    const names = ['https://a.example', 'https://b.example']
    const world = createWorld(clock, tape, new Map([[id, new Uint8Array(SIZE)]]), names)
    world.limitTo(() => limit)
    let sends = 0
    const sendPart: SendPart = async (...part) => {
      sends += 1
      await clock.sleep(9000)
      await world.sendPart(...part)
    }
    const records = createMemoryStore(clock, tape)
    const log = { warn: () => undefined }
    const engine = await createEngine({ ...world, sendPart, records, clock, log }, () => undefined)
    const file = { id, name: 'a', path: '', size: SIZE, type: '', lastModified: 1 }
    const began = clock.trueTime()
    const added = engine.add([createRecord(file, clock.now())])
    while (clock.trueTime() - began < 60_000 && (await clock.advance())) {
      const seconds = (clock.trueTime() - began) / 1000
      expect(sends * PART_SIZE).toBeLessThanOrEqual(1.05 * limit * seconds + limit + PART_SIZE)
    }
    await added
    engine.stop()
    expect(sends).toBeGreaterThan(2)
  })

  it.each([
    ['is heard of', 500_000, () => null],
    ['is held by the person, or has given up', 640_000, () => LIMIT],
  ])('is left to the browser while that sends some by itself and %s', async (_, at, then) => {
    const clock = createVirtualClock()
    const tape = createTape([])
    const id = uuid()
    const world = createWorld(clock, tape, new Map([[id, new Uint8Array(SIZE)]]))
    let limit: number | null = LIMIT
    world.limitTo((_, isShared) => (isShared && limit !== null ? 0 : limit))
    const records = createMemoryStore(clock, tape)
    const log = { warn: () => undefined }
    const engine = await createEngine({ ...world, records, clock, log }, () => undefined)
    const file = { id, name: 'a', path: '', size: SIZE, type: '', lastModified: 1 }
    const added = engine.add([createRecord(file, clock.now())])
    const advanceTo = async (time: number): Promise<void> => {
      while (clock.trueTime() < time && (await clock.advance())) continue
    }
    const began = clock.trueTime()
    await advanceTo(began + 2000)
    await added
    expect(world.asked.send).toBeGreaterThan(0)
    const handed = engine.apply([
      { type: 'elsewhere', id, parts: [70, 71, 72], awaited: new Set() },
    ])
    await advanceTo(began + 2500)
    await handed
    const { send } = world.asked
    await advanceTo(began + 500_000)
    expect(world.asked.send).toBe(send)
    limit = then()
    await engine.apply([])
    await advanceTo(began + at + 120_000)
    expect(world.asked.send).toBeGreaterThan(send)
    engine.stop()
  })

  it('is exceeded by no tape of failures', async () => {
    await fc.assert(
      fc.asyncProperty(decisions, async (tape) => {
        const simulation = await createSimulation(tape, [500, 10, 300])
        const { world, clock } = simulation
        world.limitTo(() => LIMIT)
        const began = clock.trueTime()
        await simulation.add()
        while (await simulation.advance()) {
          const seconds = (clock.trueTime() - began) / 1000
          // What may be made up for, and the part that is begun when that is used up.
          const most = 1.05 * LIMIT * seconds + LIMIT + 10
          if (world.asked.send * 10 > most) throw new Error('more was sent than is allowed')
        }
      }),
      { numRuns: 40 },
    )
  })
})
