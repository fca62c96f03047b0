import * as v from 'valibot'
import { UploadError } from '../../shared/errors.ts'
import {
  toWorkerSchema,
  type Control,
  type Reply,
  type ReplyValue,
  type ToWorker,
} from '../../shared/messages.ts'
import type { UploadDetail } from '../../shared/upload-detail.ts'
import type { FileHashes } from '../../shared/hashes.ts'
import type { NotificationText } from '../../shared/notification-text.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { placeOf } from '../../shared/order.ts'
import type { IdentityAnswer, WatchAnswer } from '../../shared/wire.ts'
import type { Background } from './background/background.ts'
import type { Offers } from './background/offers.ts'
import type { Engine } from './engine.ts'
import { detailOf } from './engine/detail.ts'
import type { Event } from './engine/events.ts'
import { createRecord, isOnePart, isRemoved } from './engine/record.ts'
import type { Upload } from './engine/step.ts'
import { viewOf } from './engine/view.ts'
import type { Journal } from './journal.ts'
import type { Log, RemoteUpload } from './ports.ts'
import type { FileStore } from './stores/files.ts'
import type { BandwidthStore } from './stores/bandwidth.ts'
import type { LinkStore } from './stores/links.ts'

/** What the answers to pages' messages need. */
export interface Answerer {
  readonly engine: Engine
  readonly files: FileStore
  /** The id of the database that the uploads are on record in. */
  readonly database: string
  readonly background: Background
  readonly offers: Offers
  /** Whether the server takes parts from a Background Fetch; null while it can't be asked. */
  readonly partRoute: () => Promise<boolean | null>
  /** Asks the server for it. */
  readonly watchToken: (upload: RemoteUpload) => Promise<WatchAnswer>
  /** Tells the server. */
  readonly hashes: (upload: RemoteUpload, hashes: FileHashes) => Promise<Receipt | null>
  readonly links: LinkStore
  readonly bandwidth: BandwidthStore
  /** Resolves when it would survive the worker's end. @throws UploadError storage */
  readonly keepNotificationText: (text: NotificationText) => Promise<void>
  /** What has happened, for people to read. */
  readonly journal: Journal
  /** Asks the server who this browser is to it. */
  readonly identity: () => Promise<IdentityAnswer>
  /** Whether there is work that a stop of the worker would interrupt. */
  readonly isBusy: () => boolean
  readonly log: Log
  readonly now: () => number
  readonly isOnline: () => boolean
  readonly newId: () => string
}

/** Answers one message from a page, after what it asked for has been committed. */
export async function answer(data: unknown, answerer: Answerer): Promise<Reply> {
  const parsed = v.safeParse(toWorkerSchema, data)
  if (!parsed.success) return refuse(answerer, 'bad_request', v.flatten(parsed.issues))
  try {
    return { ok: true, value: await replyTo(parsed.output, answerer) }
  } catch (error) {
    if (error instanceof UploadError) return refuse(answerer, error.code, error)
    return refuse(answerer, 'internal', error)
  }
}

function refuse({ log }: Answerer, code: UploadError['code'], cause: unknown): Reply {
  log.warn({ code, uploadId: undefined, cause }, 'a message was refused')
  return { ok: false, code }
}

async function replyTo(
  message: ToWorker,
  answerer: Answerer,
): Promise<ReplyValue<ToWorker['type']>> {
  const { engine, files } = answerer
  switch (message.type) {
    case 'hello': {
      const now = answerer.now()
      const online = answerer.isOnline()
      const all = engine.uploads()
      if (message.after === undefined) answerer.offers.changed(all.keys())
      const { some, more } = following(all, message.after, message.limit ?? Infinity)
      const uploads = some.map((one) => viewOf(one, now, online))
      return { uploads, more, database: answerer.database }
    }
    case 'ping':
      return null
    case 'online':
      await tryNow(engine)
      return null
    case 'handed-over': {
      answerer.bandwidth.handedOver()
      const { begun } = await answerer.background.handedOver(message.fetchId, message.uploads)
      await begun
      return null
    }
    case 'not-handed-over':
      await answerer.background.refused(message.fetchId)
      return null
    case 'file':
      return { file: await fileOf(message.id, answerer) }
    case 'bandwidth':
      if (message.bandwidth) {
        await answerer.bandwidth.set(message.bandwidth)
        answerer.offers.limited()
        await engine.apply([])
      }
      return { bandwidth: answerer.bandwidth.current() }
    case 'notification-text':
      await answerer.keepNotificationText(message.text)
      return null
    case 'part-route':
      return { partRoute: await answerer.partRoute() }
    case 'add':
      await add(message, answerer)
      return null
    case 'control': {
      const all = engine.uploads()
      const ids = message.ids === 'all' ? [...all.keys()] : message.ids
      const events = ids.flatMap((id) => {
        const upload = all.get(id)
        return upload ? [controlEvent(message.control, upload, answerer)] : []
      })
      await engine.apply(events)
      return null
    }
    case 'arrange':
      await engine.apply(
        message.changes.map(({ id, ...change }) => ({ type: 'arrange', id, change })),
      )
      return null
    case 'details':
      await engine.apply(corrections(message, engine.uploads(), answerer.newId))
      return null
    case 'give':
      if (!engine.uploads().has(message.id)) return null
      await files.keep([message])
      await engine.apply([{ type: 'given', id: message.id }])
      files.copy([message.id])
      return null
    case 'handle':
      return { handle: await files.handleOf(message.id) }
    case 'link':
      await answerer.links.open(message.token)
      return null
    case 'identity':
      return identityOf(answerer)
    case 'receipt':
      return { receipt: engine.uploads().get(message.id)?.record.receipt ?? null }
    case 'hashes': {
      const remote = remoteOf(message.id, answerer)
      const receipt = remote && (await answerer.hashes(remote, message.hashes))
      if (receipt) await engine.apply([{ type: 'receipt', id: message.id, receipt }])
      return { receipt }
    }
    case 'detail':
      return { detail: detailFor(message.id, answerer) }
    case 'watch':
      return { link: await linkTo(message.id, answerer) }
    case 'busy':
      return { busy: engine.isBusy() }
  }
}

/** The uploads in the list after one of them, at most so many, and whether there are more. */
function following(
  all: ReadonlyMap<string, Upload>,
  after: string | undefined,
  limit: number,
): { some: Upload[]; more: boolean } {
  const ids = [...all].flatMap(([id, { record }]) => (isRemoved(record) ? [] : id))
  const begin = after === undefined ? 0 : ids.indexOf(after) + 1
  const some = ids.slice(begin, begin + limit).flatMap((id) => all.get(id) ?? [])
  return { some, more: begin + limit < ids.length }
}

function detailFor(id: string, { engine, journal }: Answerer): UploadDetail | null {
  const upload = engine.uploads().get(id)
  if (!upload) return null
  const { lanes, hosts } = engine.ways()
  return { ...detailOf(upload), lanes, hosts: [...hosts], notes: [...journal.of(id)] }
}

/** What shows the upload on another device; null while the server has nothing of it. */
async function linkTo(id: string, answerer: Answerer): Promise<ReplyValue<'watch'>['link']> {
  const remote = remoteOf(id, answerer)
  return remote && { id: remote.remoteId, ...(await answerer.watchToken(remote)) }
}

/** The upload as the server knows it; null while it knows nothing of it. */
function remoteOf(id: string, { engine }: Answerer): RemoteUpload | null {
  const record = engine.uploads().get(id)?.record
  if (!record?.server) return null
  const { remoteId, server, link } = record
  return { remoteId, token: server.token, link, isOnePart: isOnePart(record) }
}

async function identityOf({ identity }: Answerer): Promise<ReplyValue<'identity'>> {
  try {
    return { identity: await identity(), problem: null }
  } catch (error) {
    if (error instanceof UploadError) return { identity: null, problem: error.code }
    throw error
  }
}

async function fileOf(id: string, { engine, files }: Answerer): Promise<File | null> {
  const upload = engine.uploads().get(id)
  if (!upload) return null
  try {
    return await files.open(upload.record)
  } catch (error) {
    // The engine meets the same when it reads the file, and tells the person.
    if (error instanceof UploadError) return null
    throw error
  }
}

/** Has all that waits for a next attempt tried at once. */
export async function tryNow(engine: Engine): Promise<void> {
  await engine.apply([...engine.uploads().keys()].map((id) => ({ type: 'online', id })))
}

async function add(
  { files: added }: Extract<ToWorker, { type: 'add' }>,
  { engine, files, links, now }: Answerer,
): Promise<void> {
  await files.keep(added)
  const time = now()
  const link = links.current()
  let place = time
  for (const { record } of engine.uploads().values()) place = Math.max(place, placeOf(record) + 1)
  await engine.add(added.map((file) => createRecord(file, time, link, place++)))
  files.copy(added.map(({ id }) => id))
}

/** What corrects the details of an upload, and of all that were refused for the same. */
export function corrections(
  { id, details, others }: Extract<ToWorker, { type: 'details' }>,
  uploads: ReadonlyMap<string, Upload>,
  newId: () => string,
): Event[] {
  const asked = uploads.get(id)
  if (!asked) return []
  const given = ({ record }: Upload) => JSON.stringify(record.details)
  return [...uploads.values()].flatMap((one) => {
    const corrected = one === asked ? details : others
    return corrected && one.record.failure === 'details_invalid' && given(one) === given(asked)
      ? { type: 'retry', id: one.record.id, remoteId: newId(), details: corrected }
      : []
  })
}

/** What a person's wish means: "try again" of an upload that only waits means now. */
function controlEvent(control: Control, { record }: Upload, { newId, links }: Answerer): Event {
  const { id } = record
  if (control !== 'retry') return { type: control, id }
  if (record.phase === 'failed') {
    return { type: 'retry', id, remoteId: newId(), link: links.current() }
  }
  return { type: 'online', id }
}
