import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { UploadError } from '../../shared/errors.ts'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord } from '../../web/sw/engine/record.ts'
import type { Files } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

it('goes on with other files beside one whose disk never answers', async () => {
  const tape = createTape([])
  const clock = createVirtualClock()
  const [silent, other] = [uuid(), uuid()]
  const sizes = new Map([
    [silent, 1000],
    [other, 500],
  ])
  const contents = new Map([...sizes].map(([id, size]) => [id, new Uint8Array(size)]))
  const world = createWorld(clock, tape, contents)
  const records = createMemoryStore(clock, tape)
  const files: Files = {
    async slice(record, ...range) {
      if (record.id !== silent) return world.files.slice(record, ...range)
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
  while (engine.uploads().get(other)?.record.phase !== 'verified') await clock.advance()
  await added
  expect(clock.now() - begin).toBeLessThan(2 * 60_000)
  expect(engine.uploads().get(silent)?.flight.problem).toBe('file_unreadable')
})
