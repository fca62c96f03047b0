import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { UploadError, type ErrorCode } from '../../shared/errors.ts'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord } from '../../web/sw/engine/record.ts'
import type { Api, SendPart } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'
import { PART_SIZE } from './remote-file.ts'
import { createWorld } from './world.ts'

const PARTS = 40
const SIZE = PARTS * PART_SIZE
const HOUR = 3_600_000
/** ms: the longest wait between two tries, and the time that a request takes. */
const LONGEST_WAIT = 61_000
/** ms in which all else goes on once one part has arrived. */
const SOON = 3000
/** ms in which it does where some parts have yet to be signed by an API that was away too. */
const SOON_SIGNED = 21_000
const MOST_STEPS = 100_000

type Side = 'api' | 'store'

/** Chance that differs from one wait to the next, and not from one run to the next. */
function createUnevenClock(): VirtualClock {
  let last = 1
  return {
    ...createVirtualClock(),
    // Lehmer's generator, by Park and Miller (Communications of the ACM 31, 1988).
    random: () => (last = (last * 48_271) % 2_147_483_647) / 2_147_483_647,
  }
}

/** An upload in its middle, in a world whose sides can be away, which requests are told by the code. */
async function createOutage(code: ErrorCode) {
  const tape = createTape([])
  const clock = createUnevenClock()
  const id = uuid()
  const world = createWorld(clock, tape, new Map([[id, new Uint8Array(SIZE).fill(3)]]))
  const store = createMemoryStore(clock, tape)
  const away = new Set<Side>()
  const phases = new Set<string>()
  let inVain = 0
  let arrived = 0

  async function reach<T>(side: Side, ask: () => Promise<T>): Promise<T> {
    if (!away.has(side)) return ask()
    inVain += 1
    await clock.sleep(10)
    throw new UploadError(code, `the ${side} is away`)
  }
  const api: Api = {
    create: (...question) => reach('api', () => world.api.create(...question)),
    sign: (...question) => reach('api', () => world.api.sign(...question)),
    list: (...question) => reach('api', () => world.api.list(...question)),
    discard: (...question) => reach('api', () => world.api.discard(...question)),
    complete: (...question) => reach('api', () => world.api.complete(...question)),
    abort: (...question) => reach('api', () => world.api.abort(...question)),
  }
  const sendPart: SendPart = (...part) =>
    reach('store', async () => {
      await world.sendPart(...part)
      arrived += 1
    })
  const log = { warn: () => undefined }
  const engine = await createEngine({ ...world, api, sendPart, records: store, clock, log }, () => {
    phases.add(engine.uploads().get(id)?.record.phase ?? 'gone')
  })
  world.watch(store, () => undefined)
  const phase = () => engine.uploads().get(id)?.record.phase

  async function advanceUntil(holds: () => boolean): Promise<void> {
    for (let n = 0; n < MOST_STEPS && !holds(); n++) {
      if (!(await clock.advance())) break
    }
    expect(holds()).toBe(true)
  }

  const file = { id, name: 'a', path: '', size: SIZE, type: '', lastModified: 1 }
  const added = engine.add([createRecord(file, clock.now())])
  await advanceUntil(() => arrived >= PARTS / 4)
  await added

  return {
    world,
    phases,
    phase,
    inVain: () => inVain,
    arrived: () => arrived,
    online: () => engine.apply([{ type: 'online', id }]),
    /** Lets time pass while the sides are away; then they are there again. */
    async stayAway(sides: readonly Side[], time: number): Promise<void> {
      for (const side of sides) away.add(side)
      const end = clock.trueTime() + time
      clock.after(time, () => undefined)
      await advanceUntil(() => clock.trueTime() >= end)
      away.clear()
    },
    /** ms of virtual time until it holds. */
    async timeUntil(holds: () => boolean): Promise<number> {
      const begin = clock.trueTime()
      await advanceUntil(holds)
      return clock.trueTime() - begin
    },
  }
}

const cases = (['network', 'bad_answer'] as const).flatMap((code) =>
  [['api'], ['store'], ['api', 'store']].map((sides) => ({ code, sides: sides as Side[] })),
)

describe.each(cases)('an hour without $sides, which is told as $code', ({ code, sides }) => {
  it('fails nothing, asks calmly, and is over soon after they are there again', async () => {
    const outage = await createOutage(code)
    await outage.stayAway(sides, HOUR)
    expect([...outage.phases]).not.toContain('failed')
    expect(outage.phase()).toBe('sending')
    const before = outage.arrived()
    // Some tries a minute for each part that can be under way, no more.
    expect(outage.inVain()).toBeGreaterThan(60)
    expect(outage.inVain()).toBeLessThan(60 * 60)
    expect(await outage.timeUntil(() => outage.arrived() > before)).toBeLessThan(LONGEST_WAIT)
    const soon = sides.includes('api') ? SOON_SIGNED : SOON
    expect(await outage.timeUntil(() => outage.phase() === 'verified')).toBeLessThan(soon)
    expect(outage.arrived()).toBe(PARTS)
    expect(outage.world.sentInVain).toEqual([])
  })

  it('is over within seconds when the browser says that the network is back', async () => {
    const outage = await createOutage(code)
    await outage.stayAway(sides, HOUR)
    const before = outage.arrived()
    await outage.online()
    expect(await outage.timeUntil(() => outage.arrived() > before)).toBeLessThan(2000)
    await outage.timeUntil(() => outage.phase() === 'verified')
    expect(outage.arrived()).toBe(PARTS)
  })
})
