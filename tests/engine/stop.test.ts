import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord } from '../../web/sw/engine/record.ts'
import type { Ports } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

it('answers all who wait when it is stopped during a commit', async () => {
  const tape = createTape([])
  const clock = createVirtualClock()
  const world = createWorld(clock, tape, new Map())
  const records = createMemoryStore(clock, tape)
  const commit: Ports['records']['commit'] = async (changes) => {
    await clock.sleep(1000)
    await records.commit(changes)
  }
  const ports = { ...world, records: { ...records, commit }, clock, log: { warn: () => undefined } }
  const engine = await createEngine(ports, () => undefined)
  const recordOf = (name: string) =>
    createRecord({ id: uuid(), name, path: '', size: 20, type: '', lastModified: 1 }, clock.now())
  const [first, second] = [recordOf('a'), recordOf('b')]
  const committed = engine.add([first])
  const waiting = engine.add([second])
  const answers: string[] = []
  const note = (name: string, added: Promise<void>) =>
    added.then(
      () => answers.push(`${name} is committed`),
      ({ code }: { code: string }) => answers.push(`${name}: ${code}`),
    )
  void note('first', committed)
  void note('second', waiting)
  engine.stop()
  while (await clock.advance()) continue
  expect(answers.sort()).toEqual(['first is committed', 'second: storage'])
  expect(records.recordOf(first.id)?.phase).toBe('waiting')
  expect(records.recordOf(second.id)).toBeUndefined()
})
