import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../web/sw/engine.ts'
import type { Event } from '../../web/sw/engine/events.ts'
import { createRecord, isEnded, type UploadRecord } from '../../web/sw/engine/record.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createMemoryStore, createWorld, digestOf } from './world.ts'

const ENOUGH_STEPS = 20_000

/** A browser with an engine that can be killed at any step, and the world around it. */
async function createBrowser(decisions: readonly number[], sizes: readonly number[]) {
  const tape = createTape(decisions)
  const clock = createVirtualClock()
  const contents = new Map<string, Uint8Array>()
  const records = sizes.map((size, n): UploadRecord => {
    const id = uuid()
    contents.set(
      id,
      Uint8Array.from({ length: size }, (_, at) => (at * 7 + n * 31) % 251),
    )
    const file = { id, name: `file ${n}`, path: '', size, type: '', lastModified: 1 }
    return createRecord(file, clock.now() + n)
  })
  const world = createWorld(clock, tape, contents)
  const store = createMemoryStore(clock, tape)
  world.watch(store)
  const ports = { ...world, records: store, clock, log: { warn: () => undefined } }
  let engine = await createEngine(ports, () => undefined)

  async function settleAll(work: Promise<void>): Promise<void> {
    let done = false
    const finished = work.then(
      () => (done = true),
      (error: unknown) => {
        done = true
        throw error
      },
    )
    while (!done && (await clock.advance())) continue
    await finished
  }

  return {
    tape,
    world,
    contents,
    ids: records.map(({ id }) => id),
    add: () => settleAll(engine.add(records)),
    apply: (event: Event) => void engine.apply([event]),
    advance: () => clock.advance(),
    async kill() {
      engine.stop()
      engine = await createEngine(ports, () => undefined)
    },
    engine: (): Engine => engine,
    recordOf: (id: string) => engine.uploads().get(id)?.record,
  }
}
type Browser = Awaited<ReturnType<typeof createBrowser>>

async function runToEnd(browser: Browser): Promise<void> {
  for (let n = 0; n < ENOUGH_STEPS; n++) {
    const records = [...browser.engine().uploads().values()].map(({ record }) => record)
    for (const record of records) {
      if (record.hold.user) browser.apply({ type: 'resume', id: record.id })
      if (record.phase === 'failed')
        browser.apply({ type: 'retry', id: record.id, remoteId: uuid() })
    }
    if (records.every((record) => isEnded(record) && record.phase !== 'failed')) return
    await browser.advance()
  }
  throw new Error('the uploads do not come to an end')
}

function expectObject(browser: Browser, id: string): void {
  const record = browser.recordOf(id)
  expect(record?.phase).toBe('verified')
  const remote = browser.world.remotes.get(record?.remoteId ?? '')
  const object = remote?.object
  const content = browser.contents.get(id)
  if (!object || !content) throw new Error('there is no object')
  expect(digestOf(object)).toBe(digestOf(content))
  expect(remote.state).toBe('completed')
}

const decisions = fc.array(fc.nat(1000), { maxLength: 600, size: 'max' })
const sizes = fc.array(fc.oneof(fc.constantFrom(0, 1, 10, 11), fc.nat(250)), {
  minLength: 1,
  maxLength: 4,
})

describe('the engine', () => {
  it('ends with the right objects, whatever fails and whenever it is killed', async () => {
    await fc.assert(
      fc.asyncProperty(decisions, sizes, async (tape, fileSizes) => {
        const browser = await createBrowser(tape, fileSizes)
        await browser.add()
        while (!browser.tape.isAtEnd()) {
          const id = browser.ids[browser.tape.choose(browser.ids.length)] ?? ''
          const choice = browser.tape.choose(30)
          if (choice === 1) await browser.kill()
          else if (choice === 2) browser.apply({ type: 'pause', id })
          else if (choice === 3) browser.apply({ type: 'resume', id })
          else if (choice === 4) browser.apply({ type: 'online', id })
          else await browser.advance()
        }
        await runToEnd(browser)
        for (const id of browser.ids) expectObject(browser, id)
        expect(browser.world.sentTwice).toEqual([])
      }),
      { numRuns: 100 },
    )
  }, 120_000)

  it('leaves nothing behind of what is cancelled, whatever fails and whenever it is killed', async () => {
    await fc.assert(
      fc.asyncProperty(decisions, fc.nat(60), async (tape, when) => {
        const browser = await createBrowser(tape, [120, 55])
        await browser.add()
        const [cancelled = '', kept = ''] = browser.ids
        for (let n = 0; n < when; n++) await browser.advance()
        browser.apply({ type: 'cancel', id: cancelled })
        while (!browser.tape.isAtEnd()) {
          if (browser.tape.choose(20) === 1) await browser.kill()
          else await browser.advance()
        }
        await browser.kill()
        if (browser.recordOf(cancelled)?.phase === 'verified') expectObject(browser, cancelled)
        else if (browser.recordOf(cancelled)?.phase !== 'cancelled') {
          browser.apply({ type: 'cancel', id: cancelled })
        }
        await runToEnd(browser)
        // Cancelled while S3 was completing it: whole, or not at all.
        const remote = browser.world.remotes.get(cancelled)
        if (remote?.state === 'completed') expect(remote.object).toHaveLength(120)
        else
          expect({ state: remote?.state ?? 'aborted', parts: remote?.parts.size ?? 0 }).toEqual({
            state: 'aborted',
            parts: 0,
          })
        expectObject(browser, kept)
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it('sends every part once when nothing fails', async () => {
    const browser = await createBrowser([], [95, 0, 10])
    await browser.add()
    await runToEnd(browser)
    for (const id of browser.ids) expectObject(browser, id)
    expect(browser.world.asked).toEqual({ create: 3, list: 3, send: 12, complete: 3, abort: 0 })
  })

  it('waits for the person while it is paused', async () => {
    const browser = await createBrowser([], [200])
    await browser.add()
    const [id = ''] = browser.ids
    browser.apply({ type: 'pause', id })
    while (await browser.advance()) continue
    expect(browser.engine().isBusy()).toBe(false)
    expect(browser.recordOf(id)?.phase).not.toBe('verified')
    await runToEnd(browser)
    expectObject(browser, id)
  })

  it('does not go on with another file of the same name, size and date', async () => {
    const browser = await createBrowser([], [95])
    const [id = ''] = browser.ids
    await browser.add()
    while ((browser.recordOf(id)?.missing[0]?.[0] ?? 0) < 4) await browser.advance()
    await browser.kill()
    browser.contents.set(id, new Uint8Array(95).fill(7))
    while (await browser.advance()) continue
    expect(browser.recordOf(id)).toMatchObject({ phase: 'failed', failure: 'file_changed' })
    expect(browser.world.remotes.get(id)?.object).toBeNull()
  })

  it('asks for the file again when the browser has lost it, and goes on', async () => {
    const browser = await createBrowser([], [35])
    const [id = ''] = browser.ids
    const content = browser.contents.get(id) ?? new Uint8Array()
    browser.contents.delete(id)
    await browser.add()
    while (await browser.advance()) continue
    expect(browser.recordOf(id)?.hold.problem).toBe('file_gone')
    browser.contents.set(id, content)
    browser.apply({ type: 'given', id })
    await runToEnd(browser)
    expectObject(browser, id)
  })
})
