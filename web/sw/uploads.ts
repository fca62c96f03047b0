import { v7 as newId } from 'uuid'
import type { ToPage } from '../../shared/messages.ts'
import { createBroadcast } from './broadcast.ts'
import { createApiClient } from './clients/api.ts'
import { createHasher } from './clients/hasher.ts'
import { sendPart } from './clients/part-sender.ts'
import { createEngine, type Engine } from './engine.ts'
import { isEnded } from './engine/record.ts'
import { viewOf } from './engine/view.ts'
import type { Answerer } from './messages.ts'
import type { Clock, Log } from './ports.ts'
import { openDatabase } from './stores/database.ts'
import { createFileStore, type FileStore } from './stores/files.ts'
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
  const files = createFileStore(database)
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
      hashBytes: createHasher(),
      clock,
      log,
    },
    (ids) => {
      broadcast(ids)
      if (engine) forgetEnded(engine, files, ids)
    },
  )
  // The engine runs by now: failing here would let the next event start another beside it.
  await files.retain(new Set(engine.uploads().keys())).catch((cause: unknown) => {
    log.warn(
      { code: 'storage', uploadId: undefined, cause },
      'old file handles could not be let go',
    )
  })
  return { engine, files, log, now: () => clock.now(), isOnline, newId: () => newId() }
}

/** A file whose upload needs it no more is let go. */
function forgetEnded(engine: Engine, files: FileStore, ids: ReadonlySet<string>): void {
  const done = [...ids].filter((id) => {
    const upload = engine.uploads().get(id)
    return !upload || (isEnded(upload.record) && upload.record.phase !== 'failed')
  })
  if (done.length === 0) return
  files.forget(done).catch((cause: unknown) => {
    log.warn({ code: 'storage', uploadId: done[0], cause }, 'file handles could not be let go')
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
