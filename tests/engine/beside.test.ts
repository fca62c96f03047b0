import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { upTo } from '../../shared/ranges.ts'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord, NO_HOLD, type UploadRecord } from '../../web/sw/engine/record.ts'
import type { Api, SendPart } from '../../web/sw/ports.ts'
import { createMemoryStore } from './memory-store.ts'
import { PART_SIZE } from './remote-file.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

const PARTS = 100
/** Of them the browser has the first to send. */
const HANDED = 50

it('sends beside a browser that gets parts answered faster than a list is', async () => {
  const clock = createVirtualClock()
  const tape = createTape([])
  const id = uuid()
  const size = PARTS * PART_SIZE
  const world = createWorld(clock, tape, new Map([[id, new Uint8Array(size)]]))
  let lists = 0
  let sends = 0
  const list: Api['list'] = async (...question) => {
    lists += 1
    await clock.sleep(1500)
    return world.api.list(...question)
  }
  const sendPart: SendPart = async (...part) => {
    sends += 1
    await world.sendPart(...part)
  }
  const { signal } = new AbortController()
  const file = { id, name: 'a', path: '', size, type: '', lastModified: 1 }
  const about = { ...file, partSize: PART_SIZE, details: undefined }
  const { isNew: _, ...server } = await running(world.api.create(about, null, signal))
  const record: UploadRecord = {
    ...createRecord(file, clock.now()),
    phase: 'sending',
    hold: { ...NO_HOLD, handedOver: true },
    server,
    missing: upTo(PARTS),
  }
  const records = createMemoryStore(clock, tape, 'at once')
  await records.commit({ put: [record], remove: [], allParts: [], parts: [] })
  const ports = { ...world, api: { ...world.api, list }, sendPart, records, clock }
  const engine = await createEngine({ ...ports, log: { warn: () => undefined } }, () => undefined)
  const parts = Array.from({ length: HANDED }, (_, n) => HANDED - n)
  await engine.apply([{ type: 'elsewhere', id, parts, awaited: new Set() }])
  const answerNext = async (): Promise<void> => {
    const number = parts.shift()
    if (number === undefined) return
    const part = { number, checksum: null, hashed: false }
    await engine.apply([{ type: 'sent', id, part }])
    clock.after(1000, () => void answerNext())
  }
  await answerNext()
  const begin = clock.trueTime()
  const isSoon = () => clock.trueTime() - begin < 30_000
  while (sends === 0 && isSoon() && (await clock.advance())) continue
  engine.stop()
  expect(sends).toBeGreaterThan(0)
  expect(lists).toBe(1)

  async function running<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    void work.finally(() => (isDone = true))
    while (!isDone) await clock.advance()
    return work
  }
})
