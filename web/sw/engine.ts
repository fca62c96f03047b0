import { UploadError } from '../../shared/errors.ts'
import { inOrder } from '../../shared/order.ts'
import { carryOut } from './commands.ts'
import { createAgenda } from './engine/agenda.ts'
import type { Command, Event } from './engine/events.ts'
import { begin, EMPTY_FLIGHT, ended, isUnderWay, putBack, tryNow } from './engine/flight.ts'
import type { Hosts } from './engine/hosts.ts'
import { next } from './engine/next.ts'
import { isEnded, type UploadRecord } from './engine/record.ts'
import { createFailure } from './engine/retry.ts'
import type { Upload } from './engine/step.ts'
import { createLink } from './link.ts'
import { createTransaction } from './transaction.ts'
import type { Ports } from './ports.ts'

/** Runs the pure core against the ports. A worker has one, and it alone writes upload state. */
export interface Engine {
  /** Takes uploads on; resolves when they are committed. Those it knows already stay as they are. */
  add(records: readonly UploadRecord[]): Promise<void>
  /** Applies events; resolves when what they changed is committed. */
  apply(events: readonly Event[]): Promise<void>
  /** By id, in the order in which they were added. */
  uploads(): ReadonlyMap<string, Upload>
  /** The id of the upload that the API knows by another. */
  idOf(remoteId: string): string | undefined
  /** Parts that may be sent at once, and the hosts that they go to. */
  ways(): { readonly lanes: number; readonly hosts: Hosts }
  /** Whether there is work that doesn't wait for a person. */
  isBusy(): boolean
  /** Ends what is under way; nothing is begun or committed afterwards. */
  stop(): void
}

/** ms after which an upload goes on of which something could not be written down. */
const STORAGE_WAIT = 60_000

function hasStopped(): UploadError {
  return new UploadError('storage', 'the engine has stopped')
}

interface Task {
  readonly records: readonly UploadRecord[]
  readonly events: readonly Event[]
  /** What the events come of; null where a person or the browser is behind them. */
  readonly command: Command | null
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Loads the records that the store has and goes on with them.
 *
 * @param listener is told the ids of uploads that changed or left
 * @param happened is told what has happened, once it is committed
 * @throws UploadError storage, when the records can't be read
 */
export async function createEngine(
  ports: Ports,
  listener: (ids: ReadonlySet<string>) => void,
  happened: (event: Event) => void = () => undefined,
): Promise<Engine> {
  const uploads = new Map<string, Upload>()
  /** Those that have not ended: only these are looked at for what to do next. */
  const live = createAgenda()
  const ids = new Map<string, string>()
  const running = new Map<Command, AbortController>()
  /** Those of which the browser has something to send, and when that was heard of last. */
  const elsewhere = new Set<string>()
  let heardAt = 0
  let tasks: Task[] = []
  let draining = false
  let stopped = false
  let callOffTimer: () => void = () => undefined
  /** When it was last looked what to begin. */
  let latest = -Infinity
  const link = createLink(ports, onTime)

  function keep(upload: Upload): void {
    const { id, remoteId } = upload.record
    const before = uploads.get(id)
    if (before) {
      if (before.record.remoteId !== remoteId) ids.delete(before.record.remoteId)
      if (before.flight.elsewhere !== upload.flight.elsewhere) heardAt = ports.clock.steady()
    }
    ids.set(remoteId, id)
    uploads.set(id, upload)
    const hasEnded = isEnded(upload.record)
    if (hasEnded) live.delete(id)
    else live.put(upload)
    if (hasEnded || !upload.flight.elsewhere?.length) elsewhere.delete(id)
    else elsewhere.add(id)
  }

  function drop(id: string): void {
    const remoteId = uploads.get(id)?.record.remoteId
    if (remoteId !== undefined) ids.delete(remoteId)
    uploads.delete(id)
    live.delete(id)
    elsewhere.delete(id)
  }

  function enqueue(
    records: readonly UploadRecord[],
    events: readonly Event[],
    command: Command | null = null,
  ): Promise<void> {
    if (stopped) return Promise.reject(hasStopped())
    const done = new Promise<void>((resolve, reject) => {
      tasks.push({ records, events, command, resolve, reject })
    })
    void drain()
    return done
  }

  async function drain(): Promise<void> {
    if (draining) return
    draining = true
    while (tasks.length > 0) {
      const batch = tasks
      tasks = []
      try {
        await applyBatch(batch)
        pump()
      } catch (cause) {
        // A fault of ours must not stop all that comes after it.
        ports.log.warn({ code: 'internal', uploadId: undefined, cause }, 'the engine broke')
        for (const { reject } of batch) reject(cause)
      }
    }
    draining = false
  }

  /** All that has come together is committed together: one transaction, however many parts. */
  async function applyBatch(batch: readonly Task[]): Promise<void> {
    const transaction = createTransaction(uploads)
    for (const { records, events } of batch) {
      for (const record of records) transaction.add(record)
      for (const event of events) transaction.apply(event)
      if (events.some(({ type }) => type === 'online')) link.anew()
    }
    try {
      if (transaction.hasFacts()) await ports.records.commit(transaction.changes())
    } catch (cause) {
      waitForStorage(transaction.ids(), cause)
      for (const { reject } of batch) reject(cause)
      return
    }
    for (const { resolve } of batch) resolve()
    if (stopped) return
    for (const [id, upload] of transaction.after()) {
      if (upload) keep(upload)
      else drop(id)
    }
    for (const { events } of batch) events.forEach(happened)
    if (transaction.ids().size > 0) listener(transaction.ids())
  }

  /** What could not be committed has not happened: S3's list will tell it once there is room. */
  function waitForStorage(ids: ReadonlySet<string>, cause: unknown): void {
    const notBefore = ports.clock.now() + STORAGE_WAIT
    for (const id of ids) {
      ports.log.warn({ code: 'storage', uploadId: id, cause }, 'a change could not be committed')
      const upload = live.get(id)
      if (!upload) continue
      keep({ ...upload, flight: { ...ended(upload.flight), problem: 'storage', notBefore } })
    }
    listener(ids)
  }

  function pump(): void {
    if (stopped) return
    for (const [command, controller] of running) if (!serves(command)) end(command, controller)
    // What was answered during a commit may be overtaken by it, and nobody waits for that.
    tasks = tasks.filter(({ command }) => !command || serves(command))
    const now = ports.clock.now()
    if (now < latest) endWaits()
    latest = now
    const capacity = link.capacity(elsewhere.size > 0 ? heardAt : -Infinity)
    if (link.isOver()) putBackBeyond(capacity.lanes)
    const began = new Set<string>()
    for (const command of next(live.candidates(now), now, capacity, link.hosts())) {
      const upload = live.get(command.id)
      if (!upload) continue
      keep({ ...upload, flight: begin(upload.flight, command) })
      began.add(command.id)
      link.begun(command, upload.record)
      void run(command, upload.record)
    }
    link.settled()
    start(live.starting(now), now)
    if (began.size > 0) listener(began)
    callOffTimer()
    const wait = Math.min((live.nextTime(now) ?? Infinity) - now, link.nextIn() ?? Infinity)
    callOffTimer = wait === Infinity ? () => undefined : ports.clock.after(wait, onTime)
  }

  function start(ids: readonly string[], now: number): void {
    if (ids.length === 0) return
    const events = ids.map((id): Event => ({ type: 'due', id, now }))
    // A failed commit has been reported, and keeps the uploads waiting.
    enqueue([], events).catch(() => undefined)
  }

  function serves(command: Command): boolean {
    const upload = uploads.get(command.id)
    return upload !== undefined && isUnderWay(upload.flight, command)
  }

  /** Ends a command that serves its upload no more. */
  function end(command: Command, controller: AbortController): void {
    running.delete(command)
    controller.abort()
    const upload = uploads.get(command.id)
    link.ended(command, upload?.record ?? null, null)
  }

  /** The latest parts wait for the others to arrive. */
  function putBackBeyond(lanes: number): void {
    const sends = [...running].filter(([{ type }]) => type === 'send')
    for (const [command, controller] of sends.slice(lanes)) {
      const upload = live.get(command.id)
      if (!upload || command.type !== 'send') continue
      end(command, controller)
      keep({ ...upload, flight: putBack(upload.flight, command.number) })
    }
  }

  /** Waits are times of a clock that was set back since: nobody knows how long they were to be. */
  function endWaits(): void {
    for (const upload of live.all()) keep({ ...upload, flight: tryNow(upload.flight) })
  }

  /** What began during a commit would be forgotten when the commit's outcome takes its place. */
  function onTime(): void {
    if (!draining) pump()
  }

  async function run(command: Command, record: UploadRecord): Promise<void> {
    const controller = new AbortController()
    running.set(command, controller)
    const event = await carryOut(command, record, ports, controller.signal).catch(
      (error: unknown) => failureOf(command, error),
    )
    // One that was ended in the meantime has nothing to say any more.
    if (!running.delete(command)) return
    link.ended(command, record, event)
    // A failed commit has been reported, and keeps the upload waiting.
    enqueue([], [event], command).catch(() => undefined)
  }

  function failureOf(command: Command, cause: unknown): Event {
    const error =
      cause instanceof UploadError
        ? cause
        : new UploadError('internal', `the ${command.type} command broke`, { cause })
    if (running.has(command)) {
      const facts = { code: error.code, uploadId: command.id, cause: error.cause ?? error }
      ports.log.warn(facts, `${command.type}: ${error.message}`)
    }
    const flight = uploads.get(command.id)?.flight ?? EMPTY_FLIGHT
    const { clock } = ports
    return createFailure(flight, command, error, clock.now(), clock.random(), link.hosts())
  }

  const records = await ports.records.load()
  for (const record of records.sort(inOrder)) {
    // Older versions had it wait for a person. Whether there is room again shows only in trying.
    const problem = record.hold.problem === 'storage' ? null : record.hold.problem
    keep({ record: { ...record, hold: { ...record.hold, problem } }, flight: EMPTY_FLIGHT })
  }
  pump()

  return {
    add: (records) => enqueue(records, []),
    apply: (events) => enqueue([], events),
    uploads: () => uploads,
    idOf: (remoteId) => ids.get(remoteId),
    ways: () => ({ lanes: link.lanes(), hosts: link.hosts() }),
    isBusy: () => !stopped && (running.size > 0 || tasks.length > 0 || live.hasOpen()),
    stop() {
      stopped = true
      for (const { reject } of tasks) reject(hasStopped())
      tasks = []
      callOffTimer()
      link.stop()
      for (const controller of running.values()) controller.abort()
      running.clear()
    },
  }
}
