import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord } from '../../web/sw/engine/record.ts'
import type { Ports, SendPart } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

const LAST = 3

it('takes no list for current that is answered while the last part’s arrival is committed', async () => {
  const tape = createTape([])
  const clock = createVirtualClock()
  const id = uuid()
  const world = createWorld(clock, tape, new Map([[id, new Uint8Array(30)]]))
  const records = createMemoryStore(clock, tape)
  const sends: number[] = []
  const sendPart: SendPart = async (part, ...rest) => {
    const number = Number(part.url.split('#')[1])
    sends.push(number)
    await world.sendPart(part, ...rest)
    if (number === LAST) await clock.sleep(1000)
  }
  let wasListed = false
  const list: Ports['api']['list'] = async (...question) => {
    const { parts } = await world.api.list(...question)
    wasListed = true
    await clock.sleep(2000)
    // As the store had it before.
    return { parts: parts.filter(({ number }) => number !== LAST) }
  }
  const commit: Ports['records']['commit'] = async (changes) => {
    if (changes.parts.some(({ part }) => part.number === LAST)) await clock.sleep(3000)
    await records.commit(changes)
  }
  const ports = {
    ...world,
    api: { ...world.api, list },
    sendPart,
    records: { ...records, commit },
    clock,
    log: { warn: () => undefined },
  }
  const engine = await createEngine(ports, () => undefined)
  const file = { id, name: 'a', path: '', size: 30, type: '', lastModified: 1 }
  const added = engine.add([createRecord(file, clock.now())])
  const lacksLast = () => engine.uploads().get(id)?.record.missing[0]?.[0] === LAST
  while (!lacksLast() || !sends.includes(LAST)) await clock.advance()
  await added
  const told = engine.apply([
    { type: 'elsewhere', id, parts: [LAST], awaited: new Set() },
    { type: 'taken-back', id },
  ])
  while (await clock.advance()) continue
  await told
  expect(wasListed).toBe(true)
  expect(engine.uploads().get(id)?.record).toMatchObject({ phase: 'verified', failure: null })
  expect(sends).toEqual([1, 2, LAST])
})
