import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { UploadError } from '../../shared/errors.ts'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord } from '../../web/sw/engine/record.ts'
import { viewOf } from '../../web/sw/engine/view.ts'
import type { Ports, SendPart } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

const MOST_STEPS = 2000

/** An engine in a benign world with one file of two parts; `change` replaces some of its ports. */
async function runUpload(change: (ports: Ports, sleep: (ms: number) => Promise<void>) => object) {
  const tape = createTape([])
  const clock = createVirtualClock()
  const id = uuid()
  const world = createWorld(clock, tape, new Map([[id, new Uint8Array(20)]]))
  const records = createMemoryStore(clock, tape)
  const ports = { ...world, records, clock, log: { warn: () => undefined } }
  const engine = await createEngine({ ...ports, ...change(ports, clock.sleep) }, () => undefined)
  const file = { id, name: 'a', path: '', size: 20, type: '', lastModified: 1 }
  const added = engine.add([createRecord(file, clock.now())])
  for (let n = 0; n < MOST_STEPS && (await clock.advance()); n++) continue
  await added
  return { world, phase: engine.uploads().get(id)?.record.phase }
}

it('ends nothing that a timer began while a commit was under way', async () => {
  let sends = 0
  let signed = 0
  let ended = 0
  const { phase } = await runUpload((ports, sleep) => {
    const sendPart: SendPart = async (...part) => {
      sends += 1
      if (sends === 1) throw new UploadError('network', 'the first try of a part')
      await ports.sendPart(...part)
    }
    const sign: Ports['api']['sign'] = async (upload, parts, signal) => {
      signed += 1
      signal.addEventListener('abort', () => (ended += 1))
      if (signed > 2) await sleep(5000)
      return ports.api.sign(upload, parts, signal)
    }
    const commit: Ports['records']['commit'] = async (changes) => {
      if (changes.parts.length > 0) await sleep(3000)
      await ports.records.commit(changes)
    }
    return { sendPart, api: { ...ports.api, sign }, records: { ...ports.records, commit } }
  })
  expect(phase).toBe('verified')
  expect({ sends, ended }).toEqual({ sends: 3, ended: 0 })
})

it.each([60, 10, 1])('uses URLs that live for only %i s', async (expiresInSeconds) => {
  let signed = 0
  const { phase } = await runUpload((ports) => ({
    api: {
      ...ports.api,
      sign: async (...question: Parameters<Ports['api']['sign']>) => {
        signed += 1
        return { ...(await ports.api.sign(...question)), expiresInSeconds }
      },
    },
  }))
  expect(phase).toBe('verified')
  expect(signed).toBeLessThanOrEqual(2)
})

it('takes longer and longer waits while signing and listing contradict each other', async () => {
  const times: number[] = []
  await runUpload((ports) => ({
    api: {
      ...ports.api,
      sign: async () => {
        times.push(ports.clock.now())
        throw new UploadError('parts_missing', 'the upload is complete already: list its parts')
      },
    },
  }))
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect(Math.max(...waits)).toBeGreaterThan(20_000)
})

it('takes longer and longer waits while no token that is given is taken', async () => {
  const times: number[] = []
  await runUpload((ports) => ({
    api: {
      ...ports.api,
      create: (...question: Parameters<Ports['api']['create']>) => {
        times.push(ports.clock.now())
        return ports.api.create(...question)
      },
      sign: async () => {
        throw new UploadError('token_expired', 'by a clock that is wrong')
      },
    },
  }))
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect(waits.length).toBeGreaterThan(50)
  expect(Math.max(...waits)).toBeGreaterThan(20_000)
})

it('clears away what is cancelled though nothing can be written down, without hurry', async () => {
  const tape = createTape([])
  const clock = createVirtualClock()
  const id = uuid()
  const world = createWorld(clock, tape, new Map([[id, new Uint8Array(20)]]))
  const records = createMemoryStore(clock, tape)
  const fullUntil = clock.now() + 3_600_000
  const commit: Ports['records']['commit'] = async (changes) => {
    const isFull = clock.now() < fullUntil && changes.put.some(({ phase }) => phase === 'cancelled')
    if (isFull) throw new UploadError('storage', 'the disk is full')
    await records.commit(changes)
  }
  const ports = { ...world, records: { ...records, commit }, clock, log: { warn: () => undefined } }
  const engine = await createEngine(ports, () => undefined)
  const file = { id, name: 'a', path: '', size: 20, type: '', lastModified: 1 }
  const added = engine.add([createRecord(file, clock.now())])
  while (engine.uploads().get(id)?.record.phase !== 'sending') await clock.advance()
  await added
  const cancelled = engine.apply([{ type: 'cancel', id }])
  for (let n = 0; n < MOST_STEPS && (await clock.advance()); n++) continue
  await cancelled
  expect(engine.uploads().get(id)?.record.phase).toBe('cancelled')
  expect(world.remotes.get(id)?.state).toBe('aborted')
  expect(world.asked.abort).toBeLessThan(100)
})

it.each(['full', 'unreadable'] as const)(
  'goes on by itself after a moment in which the disk was %s, which it tells meanwhile',
  async (fault) => {
    const clock = createVirtualClock()
    const tape = createTape([])
    const id = uuid()
    const world = createWorld(clock, tape, new Map([[id, new Uint8Array(200)]]))
    const store = createMemoryStore(clock, tape)
    const full = () => new UploadError('storage', 'the disk is full')
    let arrived = 0
    let failures = 0
    const hasFault = () => arrived > 5 && ++failures <= 3
    const commit: Ports['records']['commit'] = async (changes) => {
      arrived += changes.parts.length
      if (fault === 'full' && hasFault()) throw full()
      await store.commit(changes)
    }
    const slice: Ports['files']['slice'] = async (...part) => {
      if (fault === 'unreadable' && hasFault()) throw full()
      return world.files.slice(...part)
    }
    const told = new Set<string | null>()
    const ports = {
      ...world,
      files: { slice },
      records: { ...store, commit },
      clock,
      log: { warn: () => undefined },
    }
    const engine = await createEngine(ports, () => {
      const upload = engine.uploads().get(id)
      if (upload) told.add(viewOf(upload, clock.now(), true).problem)
    })
    const file = { id, name: 'a', path: '', size: 200, type: '', lastModified: 1 }
    const begin = clock.trueTime()
    const added = engine.add([createRecord(file, clock.now())])
    while (engine.uploads().get(id)?.record.phase !== 'verified' && (await clock.advance()))
      continue
    await added
    expect(engine.uploads().get(id)?.record.phase).toBe('verified')
    expect([...told]).toEqual([null, 'storage'])
    expect(clock.trueTime() - begin).toBeLessThan(5 * 60_000)
  },
)

it('tries once a minute to write down that an upload has started', async () => {
  const clock = createVirtualClock()
  const tape = createTape([])
  const id = uuid()
  const world = createWorld(clock, tape, new Map([[id, new Uint8Array(20)]]))
  const store = createMemoryStore(clock, tape)
  const startAt = clock.now() + 1000
  const fullUntil = clock.now() + 3_600_000
  let commits = 0
  const commit: Ports['records']['commit'] = async (changes) => {
    commits += 1
    const isFull = clock.now() < fullUntil && commits > 1
    if (isFull) throw new UploadError('storage', 'the disk is full')
    await store.commit(changes)
  }
  const ports = { ...world, records: { ...store, commit }, clock, log: { warn: () => undefined } }
  const engine = await createEngine(ports, () => undefined)
  const file = { id, name: 'a', path: '', size: 20, type: '', lastModified: 1, startAt }
  const added = engine.add([createRecord(file, clock.now())])
  for (let n = 0; n < MOST_STEPS && (await clock.advance()); n++) continue
  await added
  expect(engine.uploads().get(id)?.record.phase).toBe('verified')
  expect(commits).toBeLessThan(100)
})

it('does not wait for a clock that was set back', async () => {
  const clock = createVirtualClock()
  const tape = createTape([])
  const id = uuid()
  const world = createWorld(clock, tape, new Map([[id, new Uint8Array(20)]]))
  let sends = 0
  const sendPart: SendPart = async (...part) => {
    sends += 1
    if (sends > 1) return world.sendPart(...part)
    // Just after its wait has begun.
    clock.after(1, () => clock.shift(-20 * 60_000))
    throw new UploadError('slow_down', 'the first try of a part', { retryAfter: 30_000 })
  }
  const records = createMemoryStore(clock, tape)
  const ports = { ...world, sendPart, records, clock, log: { warn: () => undefined } }
  const engine = await createEngine(ports, () => undefined)
  const file = { id, name: 'a', path: '', size: 20, type: '', lastModified: 1 }
  const begin = clock.trueTime()
  const added = engine.add([createRecord(file, clock.now())])
  while (engine.uploads().get(id)?.record.phase !== 'verified' && (await clock.advance())) continue
  await added
  expect(engine.uploads().get(id)?.record.phase).toBe('verified')
  expect(clock.trueTime() - begin).toBeLessThan(60_000)
})
