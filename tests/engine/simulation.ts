import { v7 as uuid } from 'uuid'
import { UploadError } from '../../shared/errors.ts'
import { has } from '../../shared/ranges.ts'
import { createBackground, type Background } from '../../web/sw/background/background.ts'
import { createEngine, type Engine } from '../../web/sw/engine.ts'
import type { Event } from '../../web/sw/engine/events.ts'
import { CAPACITY } from '../../web/sw/engine/capacity.ts'
import { isHeld } from '../../web/sw/engine/holds.ts'
import { createRecord, isEnded, type UploadRecord } from '../../web/sw/engine/record.ts'
import type { Upload } from '../../web/sw/engine/step.ts'
import type { Log } from '../../web/sw/ports.ts'
import { createBackgroundFetches } from './background-fetches.ts'
import type { Worker } from './mortal-worker.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'
import { createPage } from './page.ts'
import { createPartRoute } from './part-route.ts'
import { createStartWatch } from './starts.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWatch } from './watch.ts'
import { createWorld } from './world.ts'

/** A browser with an engine that can be killed at any step, and the world and the person around it. */
export type Simulation = Awaited<ReturnType<typeof createSimulation>>

/**
 * @param sizes the bytes of the files that are uploaded
 * @param names under which the store answers; none where there is nothing to choose from
 * @param isSparing whether it is held to sending nothing that the browser may be sending
 */
export async function createSimulation(
  decisions: readonly number[],
  sizes: readonly number[],
  names: readonly string[] = [],
  isSparing = false,
) {
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
  const world = createWorld(clock, tape, contents, names)
  const store = createMemoryStore(clock, tape)
  const broken: unknown[] = []
  const starts = createStartWatch(() => clock.now())
  const cancelled = new Set<string>()
  const log: Log = {
    // What concerns no upload is the engine's own fault.
    warn({ uploadId, cause }) {
      if (uploadId === undefined) broken.push(cause)
    },
  }
  const ports = { ...world, records: store, clock, log }
  const takePart = createPartRoute(clock, tape, world.remotes)
  const fetches = createBackgroundFetches(clock, tape, takePart, {
    arrived: (fetchId, part) => watch.arrived(fetchId, part),
    ended(fetchId) {
      const registration = fetches.endedFor(fetchId, worker)
      if (!registration) return
      tell(async (told) => {
        await told.ended(registration)
        watch.ended(fetchId)
      })
    },
  })
  const { engine: first, ...rest } = await start()
  let engine = first
  let { worker, background } = rest
  const watch = createWatch({
    clock,
    world,
    store,
    fetches,
    uploadOf,
    background: () => background,
    report: (error) => {
      if (isSparing) broken.push(error)
    },
  })
  world.watch(store, watch.sends)
  const page = createPage({
    tape,
    clock,
    world,
    contents,
    fetches,
    tell,
    known: watch.known,
    uploads: () => engine.uploads(),
  })

  async function start(): Promise<{ engine: Engine; worker: Worker; background: Background }> {
    const engine = await createEngine(ports, () => undefined)
    const worker = { isAlive: true }
    const background = createBackground({
      engine,
      fetches: fetches.managerFor(worker),
      // That a browser begins nothing, or a disk is full, is no fault of the program.
      log: { warn: () => undefined },
      now: () => clock.trueTime(),
      sleep: async (ms) => {
        await clock.sleep(ms)
        if (!worker.isAlive) await new Promise(() => undefined)
      },
    })
    return { engine, worker, background }
  }

  /** An event that reaches the worker: whatever it is, the worker then looks after what goes on. */
  function tell(work: (background: Background) => Promise<unknown>): void {
    const there = fetches.ids()
    const told = background
    const failures = store.failures()
    const resumed = told.resume().then(() => watch.resumed(there, told, failures))
    for (const one of [work(told), resumed]) {
      one.catch((error: unknown) => {
        if (!isStorage(error)) broken.push(error)
      })
    }
  }

  function apply(event: Event): void {
    starts.note(event)
    engine.apply([event]).catch(expectStorage)
  }

  async function advance(): Promise<boolean> {
    page.look()
    watch.ticks(engine.uploads().values())
    const advanced = await clock.advance()
    if (broken.length > 0) throw broken[0]
    starts.look(engine.uploads().values())
    checkUnderWay()
    checkCancelled()
    if (!advanced) {
      if (isWaitingForNothing()) return wake()
      checkIdle()
    }
    return advanced
  }

  /**
   * Nothing moves, and something is still said to be the browser's: the next event of any kind must
   * set this right.
   */
  function isWaitingForNothing(): boolean {
    return [...engine.uploads().values()].some(
      ({ record, flight }) =>
        !isEnded(record) && (record.hold.handedOver || flight.elsewhere !== null),
    )
  }

  let wakes = 0
  /** A page's ping, or a sync event. */
  async function wake(): Promise<boolean> {
    wakes += 1
    if (wakes > 50) throw new Error('stuck while handed over')
    tell(async () => undefined)
    return true
  }

  function uploadOf(id: string): Upload | undefined {
    const uploads = engine.uploads()
    return uploads.get(id) ?? [...uploads.values()].find((one) => isAt(one, id))
  }

  /** Nothing goes on for what is held or has ended, and never more than the engine may do. */
  function checkUnderWay(): void {
    let sends = 0
    for (const { kind, id, signal } of world.underWay) {
      if (signal.aborted) continue
      if (kind === 'send') sends += 1
      const upload = uploadOf(id)
      const rests = !upload || isEnded(upload.record) || mayRest(upload)
      if (rests) throw new Error(`${kind} goes on though the upload rests`)
    }
    if (sends > CAPACITY.lanes * Math.max(1, names.length))
      throw new Error(`${sends} parts are sent at once`)
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
    for (const upload of engine.uploads().values()) {
      const { record } = upload
      if (!isEnded(record) && !mayRest(upload)) throw new Error(`stuck while ${record.phase}`)
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
    /** Sets the browser's clock so many ms forward, or back. */
    setClock(ms: number): void {
      starts.note()
      clock.shift(ms)
      starts.note()
    },
    /**
     * Ends the worker and starts another: at once, or when all has arrived that was on its way and
     * `whileAway` was called.
     */
    async kill(whileAway?: () => void): Promise<void> {
      if (!store.isCommitting()) checkCommitted(engine, store)
      engine.stop()
      worker.isAlive = false
      store.crash()
      if (whileAway) {
        while (await clock.advance()) continue
        whileAway()
      }
      ;({ engine, worker, background } = await start())
    },
    page,
    fetches,
    /** Any event, of those that tell the worker nothing. */
    wake: () => tell(async () => undefined),
    engine: (): Engine => engine,
    recordOf: (id: string) => engine.uploads().get(id)?.record,
  }
}

function isAt({ record }: Upload, remoteId: string): boolean {
  return record.remoteId === remoteId
}

/** What is cancelled is cleared away, whatever held it before. */
function mayRest(upload: Upload): boolean {
  return isHeld(upload) && upload.record.phase !== 'cancelling'
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

function isStorage(error: unknown): boolean {
  return error instanceof UploadError && error.code === 'storage'
}

function expectStorage(error: unknown): void {
  if (!isStorage(error)) throw error
}
