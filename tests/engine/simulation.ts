import { v7 as uuid } from 'uuid'
import { UploadError } from '../../shared/errors.ts'
import { has } from '../../shared/ranges.ts'
import { createEngine, type Engine } from '../../web/sw/engine.ts'
import type { Event } from '../../web/sw/engine/events.ts'
import { CAPACITY, isHeld } from '../../web/sw/engine/next.ts'
import { createRecord, isEnded, type UploadRecord } from '../../web/sw/engine/record.ts'
import type { Upload } from '../../web/sw/engine/step.ts'
import type { Log } from '../../web/sw/ports.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

/** A browser with an engine that can be killed at any step, and the world and the person around it. */
export type Simulation = Awaited<ReturnType<typeof createSimulation>>

/** @param sizes the bytes of the files that are uploaded */
export async function createSimulation(decisions: readonly number[], sizes: readonly number[]) {
  // A run has no need of the event loop, but the test runner has.
  await new Promise((resolve) => setImmediate(resolve))
  const tape = createTape(decisions)
  const clock = createVirtualClock(tape)
  const contents = new Map<string, Uint8Array>()
  const records = sizes.map((size, n): UploadRecord => {
    const id = uuid()
    const content = Uint8Array.from({ length: size }, (_, at) => (at * 7 + n * 31) % 251)
    contents.set(id, content)
    const file = { id, name: `file ${n}`, path: '', size, type: '', lastModified: 1 }
    return createRecord(file, clock.now() + n)
  })
  const world = createWorld(clock, tape, contents)
  const store = createMemoryStore(clock, tape)
  world.watch(store)
  const broken: unknown[] = []
  const cancelled = new Set<string>()
  const log: Log = {
    // What concerns no upload is the engine's own fault.
    warn({ uploadId, cause }) {
      if (uploadId === undefined) broken.push(cause)
    },
  }
  const ports = { ...world, records: store, clock, log }
  const start = (): Promise<Engine> => createEngine(ports, () => undefined)
  let engine = await start()

  function apply(event: Event): void {
    engine.apply([event]).catch(expectStorage)
  }

  async function advance(): Promise<boolean> {
    const advanced = await clock.advance()
    if (broken.length > 0) throw broken[0]
    checkUnderWay()
    checkCancelled()
    if (!advanced) checkIdle()
    return advanced
  }

  /** Nothing goes on for what is held or has ended, and never more than the engine may do. */
  function checkUnderWay(): void {
    const uploads = engine.uploads()
    let sends = 0
    for (const { kind, id, signal } of world.underWay) {
      if (signal.aborted) continue
      if (kind === 'send') sends += 1
      const upload = uploads.get(id) ?? [...uploads.values()].find((one) => isAt(one, id))
      const rests = !upload || isEnded(upload.record) || mayRest(upload.record)
      if (rests) throw new Error(`${kind} goes on though the upload rests`)
    }
    if (sends > CAPACITY.lanes) throw new Error(`${sends} parts are sent at once`)
  }

  /** What was cancelled stays so. */
  function checkCancelled(): void {
    for (const { record } of engine.uploads().values()) {
      const { id, phase, afterCancel } = record
      if (phase === 'cancelling' && afterCancel.type !== 'begin') cancelled.add(id)
      else if (cancelled.has(id) && phase !== 'cancelled')
        throw new Error(`${phase} after it was cancelled`)
    }
  }

  /** Where nothing will happen by itself, all that is left waits for the person. */
  function checkIdle(): void {
    if (engine.isBusy()) throw new Error('the engine is busy with nothing')
    for (const { record } of engine.uploads().values()) {
      if (!isEnded(record) && !mayRest(record)) throw new Error(`stuck while ${record.phase}`)
    }
  }

  return {
    tape,
    clock,
    world,
    contents,
    ids: records.map(({ id }) => id),
    /** Adds the files, again and again where there is no room for their records. */
    async add(): Promise<void> {
      let added = false
      while (!added) {
        const adding = engine.add(records).then(() => (added = true), expectStorage)
        let done = false
        void adding.finally(() => (done = true))
        while (!done && (await advance())) continue
        await adding
      }
    },
    apply,
    advance,
    /**
     * Ends the worker and starts another: at once, or when all has arrived that was on its way and
     * `whileAway` was called.
     */
    async kill(whileAway?: () => void): Promise<void> {
      if (!store.isCommitting()) checkCommitted(engine, store)
      engine.stop()
      store.crash()
      if (whileAway) {
        while (await clock.advance()) continue
        whileAway()
      }
      engine = await start()
    },
    engine: (): Engine => engine,
    recordOf: (id: string) => engine.uploads().get(id)?.record,
  }
}

function isAt({ record }: Upload, remoteId: string): boolean {
  return record.remoteId === remoteId
}

/** What is cancelled is cleared away, whatever held it before. */
function mayRest(record: UploadRecord): boolean {
  return isHeld(record) && record.phase !== 'cancelling'
}

/** What the engine tells of an upload has been committed, but for the lack of room for it. */
function checkCommitted(engine: Engine, store: MemoryStore): void {
  for (const { record } of engine.uploads().values()) {
    const { phase, missing, remoteId } = store.recordOf(record.id) ?? {}
    const told = JSON.stringify([record.phase, record.missing, record.remoteId])
    if (told !== JSON.stringify([phase, missing, remoteId]))
      throw new Error('the engine told what was not committed')
    if (record.phase !== 'sending' && record.phase !== 'completing') continue
    for (let number = 1; number <= (record.server?.partCount ?? 0); number++) {
      if (!has(record.missing, number) && !store.hasPart(record.remoteId, number))
        throw new Error(`part ${number} was not noted`)
    }
  }
}

function expectStorage(error: unknown): void {
  if (!(error instanceof UploadError && error.code === 'storage')) throw error
}

const ENOUGH_STEPS = 10_000

/** The person does what each upload asks for, and wants `cancelled` cancelled, until all have ended. */
export async function runToEnd(
  simulation: Simulation,
  cancelled: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { world, engine, apply, advance } = simulation
  for (let n = 0; n < ENOUGH_STEPS; n++) {
    let isAtEnd = true
    for (const { record } of engine().uploads().values()) {
      const { id, phase, hold } = record
      if (isEnded(record) && phase !== 'failed') continue
      isAtEnd = false
      if (cancelled.has(id)) {
        if (phase !== 'cancelling' || record.afterCancel.type === 'begin')
          apply({ type: 'cancel', id })
      } else if (phase === 'failed') apply({ type: 'retry', id, remoteId: uuid() })
      else if (phase !== 'cancelling') {
        if (hold.user) apply({ type: 'resume', id })
        world.unreadable.delete(id)
        if (hold.problem !== null) apply({ type: 'given', id })
      }
    }
    // What was ended may still be on its way.
    if (!(await advance()) && isAtEnd) return
  }
  throw new Error('the uploads do not come to an end')
}
