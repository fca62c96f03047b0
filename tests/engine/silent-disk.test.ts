import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { UploadError } from '../../shared/errors.ts'
import { createEngine } from '../../web/sw/engine.ts'
import { CAPACITY } from '../../web/sw/engine/capacity.ts'
import { createRecord, type UploadRecord } from '../../web/sw/engine/record.ts'
import type { Files } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

it.each([
  [1, 2],
  // Each of them is tried once before.
  [20, 15],
])('goes on with others beside %i files whose disk never answers', async (count, minutes) => {
  const tape = createTape([])
  const clock = createVirtualClock()
  const silent = Array.from({ length: count }, () => uuid())
  const other = uuid()
  const sizes = new Map([...silent.map((id) => [id, 1000] as const), [other, 500]])
  const contents = new Map([...sizes].map(([id, size]) => [id, new Uint8Array(size)]))
  const world = createWorld(clock, tape, contents)
  const records = createMemoryStore(clock, tape)
  const files: Files = {
    async slice(record, ...range) {
      if (record.id === other) return world.files.slice(record, ...range)
      await clock.sleep(60_000)
      throw new UploadError('file_unreadable', 'the file does not answer')
    },
  }
  const ports = { ...world, files, records, clock, log: { warn: () => undefined } }
  const engine = await createEngine(ports, () => undefined)
  const begin = clock.now()
  const added = engine.add(
    [...sizes].map(([id, size]) =>
      createRecord({ id, name: id, path: '', size, type: '', lastModified: 1 }, begin),
    ),
  )
  while (engine.uploads().get(other)?.record.phase !== 'verified') {
    await clock.advance()
    if (clock.now() - begin > 3_600_000) break
  }
  await added
  expect(clock.now() - begin).toBeLessThan(minutes * 60_000)
  const problems = new Set(silent.map((id) => engine.uploads().get(id)?.flight.problem))
  expect(problems).toEqual(new Set(['file_unreadable']))
})

it('goes on with another beside more files than are under way at once that fail to be read', async () => {
  const tape = createTape([])
  const clock = createVirtualClock()
  const dead = Array.from({ length: CAPACITY.whole + 10 }, () => uuid())
  const other = uuid()
  const ids = [...dead, other]
  const world = createWorld(clock, tape, new Map(ids.map((id) => [id, new Uint8Array(5)])))
  const records = createMemoryStore(clock, tape)
  const files: Files = {
    async slice(record, ...range) {
      if (record.id === other) return world.files.slice(record, ...range)
      throw new UploadError('file_unreadable', 'the drive is gone')
    },
  }
  const ports = { ...world, files, records, clock, log: { warn: () => undefined } }
  const engine = await createEngine(ports, () => undefined)
  const begin = clock.now()
  const added = engine.add(
    ids.map((id) =>
      createRecord({ id, name: id, path: '', size: 5, type: '', lastModified: 1 }, begin),
    ),
  )
  while (engine.uploads().get(other)?.record.phase !== 'verified') {
    await clock.advance()
    if (clock.now() - begin > 600_000) break
  }
  await added
  expect(engine.uploads().get(other)?.record.phase).toBe('verified')
})

it('lists the parts of other files after a start, beside many whose disk never answers', async () => {
  const tape = createTape([])
  const clock = createVirtualClock()
  const silent = Array.from({ length: 20 }, () => uuid())
  const other = uuid()
  const ids = [...silent, other]
  const content = new Uint8Array(30)
  const world = createWorld(clock, tape, new Map(ids.map((id) => [id, content])))
  const records = createMemoryStore(clock, tape)
  const put = ids.map((id, n): UploadRecord => {
    const file = { id, name: id, path: '', size: 30, type: '', lastModified: 1 }
    const server = { token: '4e12', key: id, partSize: 10, partCount: 3 }
    const record = createRecord(file, clock.now() + n)
    return {
      ...record,
      phase: 'sending',
      server: { ...server, checksum: 'crc64nvme' },
      missing: [[1, 3]],
    }
  })
  for (const id of ids) {
    const arrived = { parts: new Map([[1, content.slice(0, 10)]]), unchecked: new Set<number>() }
    const facts = { key: id, partCount: 3, size: 30, listedAt: 0, isLate: false, unhashedParts: 0 }
    world.remotes.set(id, { ...facts, ...arrived, state: 'open', object: null })
  }
  const committed = records.commit({ put, remove: [], parts: [], allParts: [] })
  while (await clock.advance()) continue
  await committed
  const files: Files = {
    async slice(record, ...range) {
      if (record.id === other) return world.files.slice(record, ...range)
      await clock.sleep(60_000)
      throw new UploadError('file_unreadable', 'the file does not answer')
    },
  }
  const begin = clock.now()
  const ports = { ...world, files, records, clock, log: { warn: () => undefined } }
  const engine = await createEngine(ports, () => undefined)
  while (engine.uploads().get(other)?.record.phase !== 'verified') {
    await clock.advance()
    if (clock.now() - begin > 3_600_000) break
  }
  expect(clock.now() - begin).toBeLessThan(20 * 60_000)
})
