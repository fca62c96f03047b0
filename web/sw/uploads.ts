import type { ToPage } from '../../shared/messages.ts'
import { UploadError } from '../../shared/errors.ts'
import { createBackground } from './background/background.ts'
import { createOffers } from './background/offers.ts'
import { createBroadcast } from './broadcast.ts'
import { createApiClient, type ApiClient } from './clients/api.ts'
import { createConditions } from './clients/conditions.ts'
import { createHasher } from './clients/hasher.ts'
import { probeHost } from './clients/host-probe.ts'
import { createMemoryWatch } from './clients/memory.ts'
import { createPartSender } from './clients/part-sender.ts'
import { createEngine, type Engine } from './engine.ts'
import { isEnded, isRemoved, type UploadRecord } from './engine/record.ts'
import { viewOf } from './engine/view.ts'
import { createJournal } from './journal.ts'
import type { Answerer } from './messages.ts'
import { newId } from './new-id.ts'
import { appPages } from './pages.ts'
import { createNotifier, toTell, type Notifier } from './notifications.ts'
import type { Clock, HashBytes, Log } from './ports.ts'
import { openBandwidthStore } from './stores/bandwidth.ts'
import { createCopies, NO_COPIES, type Copies } from './stores/copies.ts'
import { idOfDatabase, openDatabase, type Database } from './stores/database.ts'
import { createFileStore, type FileStore } from './stores/files.ts'
import { openLinkStore } from './stores/links.ts'
import { openPrivateFolder } from './stores/private-folder.ts'
import { keepNotificationText, notificationTextIn } from './stores/notification-text.ts'
import { createRecordStore } from './stores/record-store.ts'

declare const self: ServiceWorkerGlobalScope

const log: Log = {
  warn(facts, text) {
    console.warn(`Longhaul: ${text}`, facts)
  },
}

/** ms. Timers may stand still while the computer sleeps, and run too long where its clock is set. */
const LONGEST_TIMER = 60_000

const clock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  random: () => Math.random(),
  after(delay, call) {
    const timer = setTimeout(call, Math.min(delay, LONGEST_TIMER))
    return () => clearTimeout(timer)
  },
}

const isOnline = (): boolean => self.navigator.onLine

/**
 * Starts the engine on the browser's own ports and goes on with whatever it finds.
 *
 * @param lost is called when the engine has stopped, as it can keep nothing any more: start another
 */
export async function startUploads(lost: () => void): Promise<Answerer> {
  let engine: Engine | null = null
  let isLost = false
  const database = await openDatabase('longhaul', () => {
    isLost = true
    engine?.stop()
    lost()
    sendToPages({ type: 'stale' })
  })
  const databaseId = await idOfDatabase(database)
  const links = await openLinkStore(database)
  const bandwidth = await openBandwidthStore(database)
  const memory = createMemoryWatch(self.navigator, () => performance.now())
  const hashBytes = createHasher(memory.failed)
  const files = createFileStore(database, openCopies(database, hashBytes))
  const tell = (message: ToPage): void => {
    // What it knows is not on record any more.
    if (!isLost) sendToPages(message)
  }
  const broadcast = createBroadcast((id) => {
    const upload = engine?.uploads().get(id)
    return upload && !isRemoved(upload.record) ? viewOf(upload, clock.now(), isOnline()) : null
  }, tell)
  const api = createApiClient(`${self.location.origin}/api`)
  const offers = createOffers((id) => engine?.uploads().get(id), bandwidth.current, tell)
  const notifier = openNotifier(database, () => engine)
  const journal = createJournal()
  engine = await createEngine(
    {
      records: createRecordStore(database, log),
      api,
      files,
      sendPart: createPartSender(() => performance.now()),
      hashBytes,
      probeHost,
      conditions: createConditions(self.navigator, () => performance.now(), memory),
      speedLimit: bandwidth.limitAt,
      clock,
      log,
    },
    (ids) => {
      broadcast(ids)
      offers.changed(ids)
      if (!engine) return
      notifier.changed(tellable(engine, ids))
      forgetEnded(engine, files, ids)
    },
    (event) => journal.note(event, clock.now()),
  )
  // It may have been lost while the engine was being made.
  if (isLost) engine.stop()
  for (const { record } of engine.uploads().values()) {
    if (isEnded(record)) notifier.changed([record], false)
  }
  // The engine runs by now: failing here would let the next event start another beside it.
  await letGoOldFiles(database, engine, files).catch((cause: unknown) => {
    log.warn({ code: 'storage', uploadId: undefined, cause }, 'old files could not be let go')
  })
  tell({ type: 'stale' })
  return {
    engine,
    files,
    database: databaseId,
    offers,
    background: createBackground({
      engine,
      fetches: self.registration.backgroundFetch,
      log,
      now: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }),
    partRoute: askForPartRoute(api),
    links,
    bandwidth,
    keepNotificationText: (text) => keepNotificationText(database, text),
    journal,
    identity: () => api.identity(links.current(), new AbortController().signal),
    watchToken: (upload) => api.watch(upload, new AbortController().signal),
    hashes: (upload, hashes) => api.hashes(upload, hashes, new AbortController().signal),
    isBusy: () => engine.isBusy() || notifier.isBusy(),
    log,
    now: () => clock.now(),
    isOnline,
    newId: () => newId(clock.now()),
  }
}

/** Asks each time: the server may have been started anew. Where it isn't there its last answer counts. */
function askForPartRoute(api: Pick<ApiClient, 'config'>): () => Promise<boolean | null> {
  let known: boolean | null = null
  return async () => {
    try {
      known = (await api.config(new AbortController().signal)).partRoute
    } catch (cause) {
      const code = cause instanceof UploadError ? cause.code : 'internal'
      log.warn({ code, uploadId: undefined, cause }, 'the server does not tell its settings')
    }
    return known
  }
}

function tellable(engine: Engine, ids: Iterable<string>): UploadRecord[] {
  return [...ids].flatMap((id) => {
    const upload = engine.uploads().get(id)
    return upload ? toTell(upload) : []
  })
}

function openNotifier(database: Database, engine: () => Engine | null): Notifier {
  return createNotifier({
    text: () => notificationTextIn(database),
    async isSeen() {
      const pages = await appPages()
      return pages.some(({ visibilityState }) => visibilityState === 'visible')
    },
    recordOf(id) {
      const upload = engine()?.uploads().get(id)
      return upload && toTell(upload)
    },
    shown: (tag) => self.registration.getNotifications({ tag }),
    async show(title, more) {
      if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
      await self.registration.showNotification(title, { ...more, icon: '/icon-192.png' })
    },
    showLeft: async () => self.navigator.setAppBadge?.(countLeft(engine())),
    after: (delay, call) => void clock.after(delay, call),
    failed: (cause) =>
      log.warn({ code: 'internal', uploadId: undefined, cause }, 'a notification was not shown'),
  })
}

function countLeft(engine: Engine | null): number {
  return [...(engine?.uploads().values() ?? [])].filter(
    ({ record }) => !isEnded(record) && !isRemoved(record),
  ).length
}

function openCopies(database: Database, hashBytes: HashBytes): Copies {
  const folder = openPrivateFolder('copies', self.navigator)
  if (!folder) return NO_COPIES
  const freeSpace = async (): Promise<number> => {
    const { quota = 0, usage = 0 } = await self.navigator.storage.estimate()
    return quota - usage
  }
  return createCopies({ database, folder, freeSpace, hashBytes, log })
}

/**
 * Whether the upload's file may be read once more: a failed one may be tried again; undefined where
 * there is no upload, or its record can't be read.
 */
function needsFile(engine: Engine, id: string): boolean | undefined {
  const record = engine.uploads().get(id)?.record
  return record && (!isEnded(record) || record.phase === 'failed')
}

/** Keeps those of records that are left alone: the version that wrote them needs them still. */
async function letGoOldFiles(database: Database, engine: Engine, files: FileStore): Promise<void> {
  const all = await database.getAllKeys('uploads')
  await files.retain(new Set(all.filter((id) => needsFile(engine, id) !== false)))
}

/** A file whose upload needs it no more is let go. */
function forgetEnded(engine: Engine, files: FileStore, ids: ReadonlySet<string>): void {
  const done = [...ids].filter((id) => !needsFile(engine, id))
  if (done.length === 0) return
  files.forget(done).catch((cause: unknown) => {
    log.warn({ code: 'storage', uploadId: done[0], cause }, 'files could not be let go')
  })
}

function sendToPages(message: ToPage): void {
  const send = async (): Promise<void> => {
    const pages = await appPages()
    for (const page of pages) page.postMessage(message)
  }
  send().catch((cause: unknown) => {
    log.warn({ code: 'internal', uploadId: undefined, cause }, 'pages were not told')
  })
}
