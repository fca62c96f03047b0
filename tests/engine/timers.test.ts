import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord } from '../../web/sw/engine/record.ts'
import type { Ports } from '../../web/sw/ports.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createMemoryStore, createWorld } from './world.ts'

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
