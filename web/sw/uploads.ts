import { v7 as newId } from 'uuid'
import type { ToPage } from '../../shared/messages.ts'
import { createBroadcast } from './broadcast.ts'
import { createApiClient } from './clients/api.ts'
import { createHasher } from './clients/hasher.ts'
import { sendPart } from './clients/part-sender.ts'
import { createEngine, type Engine } from './engine.ts'
import { isEnded, type UploadRecord } from './engine/record.ts'
import { viewOf } from './engine/view.ts'
import type { Answerer } from './messages.ts'
import type { Clock, HashBytes, Log } from './ports.ts'
import { createCopies, NO_COPIES, type Copies } from './stores/copies.ts'
import { openDatabase, type Database } from './stores/database.ts'
import { createFileStore, type FileStore } from './stores/files.ts'
import { openPrivateFolder } from './stores/private-folder.ts'
import { createRecordStore } from './stores/record-store.ts'

declare const self: ServiceWorkerGlobalScope

const log: Log = {
  warn(facts, text) {
    console.warn(`Longhaul: ${text}`, facts)
  },
}

const clock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(delay, call) {
    const timer = setTimeout(call, delay)
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
  const database = await openDatabase('longhaul', () => {
    engine?.stop()
    lost()
  })
  const hashBytes = createHasher()
  const files = createFileStore(database, openCopies(database, hashBytes))
  const broadcast = createBroadcast((id) => {
    const upload = engine?.uploads().get(id)
    return upload ? viewOf(upload, clock.now(), isOnline()) : null
  }, sendToPages)
  engine = await createEngine(
    {
      records: createRecordStore(database, log),
      api: createApiClient(`${self.location.origin}/api`),
      files,
      sendPart,
      hashBytes,
      clock,
      log,
    },
    (ids) => {
      broadcast(ids)
      if (engine) forgetEnded(engine, files, ids)
    },
  )
  // The engine runs by now: failing here would let the next event start another beside it.
  await files.retain(idsInNeed(engine)).catch((cause: unknown) => {
    log.warn({ code: 'storage', uploadId: undefined, cause }, 'old files could not be let go')
  })
  return { engine, files, log, now: () => clock.now(), isOnline, newId: () => newId() }
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

/** Whether the upload's file may be read once more: a failed one may be tried again. */
function needsFile(record: UploadRecord): boolean {
  return !isEnded(record) || record.phase === 'failed'
}

function idsInNeed(engine: Engine): Set<string> {
  const uploads = [...engine.uploads().values()]
  return new Set(uploads.flatMap(({ record }) => (needsFile(record) ? [record.id] : [])))
}

/** A file whose upload needs it no more is let go. */
function forgetEnded(engine: Engine, files: FileStore, ids: ReadonlySet<string>): void {
  const done = [...ids].filter((id) => {
    const upload = engine.uploads().get(id)
    return !upload || !needsFile(upload.record)
  })
  if (done.length === 0) return
  files.forget(done).catch((cause: unknown) => {
    log.warn({ code: 'storage', uploadId: done[0], cause }, 'files could not be let go')
  })
}

function sendToPages(message: ToPage): void {
  const send = async (): Promise<void> => {
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    for (const page of pages) page.postMessage(message)
  }
  send().catch((cause: unknown) => {
    log.warn({ code: 'internal', uploadId: undefined, cause }, 'pages could not be told of changes')
  })
}
