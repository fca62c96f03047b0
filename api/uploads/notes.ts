/** What servers note of uploads for as long as they may be resumed: a lifecycle rule deletes the rest. */
import * as v from 'valibot'
import { answersSchema } from '../../shared/details.ts'
import { fileHashesSchema, type FileHashes } from '../../shared/hashes.ts'
import { MAX_LIST_PAGE } from '../../shared/limits.ts'
import type { Dependencies, UploadSettings } from '../dependencies.ts'
import { readWho, WHO, WHO_LENGTH, whoOf } from '../ledger/entry.ts'
import { byteLength } from '../text.ts'
import type { UploadClaims } from '../token.ts'

/** Where all such notes are. */
export function notesPrefix({ statePrefix }: Pick<UploadSettings, 'statePrefix'>): string {
  return `${statePrefix}uploads/`
}

/** What of an upload others are told: nothing by which anybody gets in. */
export type NotedUpload = Pick<
  UploadClaims,
  'id' | 'key' | 'name' | 'path' | 'size' | 'sub' | 'notify' | 'details'
> & {
  /** What the browser has told of the whole file so far. */
  readonly hashes?: FileHashes | undefined
}

const noteSchema: v.GenericSchema<unknown, NotedUpload> = v.object({
  id: v.pipe(v.string(), v.uuid()),
  key: v.string(),
  name: v.string(),
  path: v.string(),
  /** Bytes. */
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sub: v.string(),
  notify: v.optional(v.nullable(v.string())),
  details: v.optional(answersSchema),
  hashes: v.optional(fileHashesSchema),
})

/**
 * Behind the object's key, so that notes are listed in the order of the uploads, and one list tells
 * of all uploads of a page what admins are shown.
 */
const NAME = new RegExp(`^(.+)/(\\d{1,16})\\.(${WHO})$`, 's')

function folderOf(settings: Pick<UploadSettings, 'statePrefix'>): string {
  return `${notesPrefix(settings)}begun/`
}

/** Bytes that the key of a note is longer than the object's. */
export function noteKeyExtra(settings: Pick<UploadSettings, 'statePrefix'>): number {
  return byteLength(folderOf(settings)) + '/'.length + 16 + '.'.length + WHO_LENGTH
}

function noteKey(settings: UploadSettings, { key, size, sub }: NotedUpload): string {
  return `${folderOf(settings)}${key}/${size}.${whoOf(sub)}`
}

/** Notes who began an upload: the store doesn't tell. That it can't be noted holds up nothing. */
export async function noteBegun(
  { store, settings, log }: Dependencies,
  { id, key, name, path, size, sub, notify, details }: NotedUpload,
): Promise<void> {
  const note: NotedUpload = { id, key, name, path, size, sub, notify, details }
  try {
    await store.putDocument(noteKey(settings, note), `${JSON.stringify(note)}\n`)
  } catch (error) {
    log.warn({ upload: id, err: error }, 'who began an upload could not be noted')
  }
}

/** The hashes that are noted of an upload; undefined where nothing can be read, too. */
export async function notedHashes(
  { store, settings }: Dependencies,
  upload: NotedUpload,
): Promise<FileHashes | undefined> {
  return readNote(await store.getDocument(noteKey(settings, upload)))?.hashes
}

/** Notes hashes in place of those that were noted before. */
export async function noteHashes(
  { store, settings }: Dependencies,
  { id, key, name, path, size, sub, notify, details }: NotedUpload,
  hashes: FileHashes,
): Promise<void> {
  const note: NotedUpload = { id, key, name, path, size, sub, notify, details, hashes }
  await store.putDocument(noteKey(settings, note), `${JSON.stringify(note)}\n`)
}

function readNote(text: string | undefined): NotedUpload | undefined {
  const note = v.safeParse(v.pipe(v.string(), v.parseJson(), noteSchema), text)
  return note.success ? note.output : undefined
}

/** After its end. What stays, as it can't be removed, the lifecycle rule deletes. */
export async function forgetBegun(
  { store, settings, log }: Dependencies,
  upload: NotedUpload,
): Promise<void> {
  try {
    await store.remove(noteKey(settings, upload))
  } catch (error) {
    log.warn({ upload: upload.id, err: error }, 'the note of an upload could not be removed')
  }
}

/** What is noted of the upload of a key; undefined where there is nothing, or nothing to be read. */
export async function findBegun(
  { store, settings }: Dependencies,
  key: string,
): Promise<NotedUpload | undefined> {
  const folder = folderOf(settings)
  const { keys } = await store.listKeysPage(`${folder}${key}/`, '', MAX_LIST_PAGE)
  const name = keys.find((one) => NAME.exec(one.slice(folder.length))?.[1] === key)
  const text = name === undefined ? undefined : await store.getDocument(name)
  const note = readNote(text)
  return note?.key === key ? note : undefined
}

/** Bytes of the file, and the subject who sends it. */
export type Begun = Pick<NotedUpload, 'size' | 'sub'>

/** What is noted of some uploads, by their keys, which must be in the order of a list. */
export async function begunAmong(
  { store, settings }: Dependencies,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Begun>> {
  const [first] = keys
  if (first === undefined) return new Map()
  const folder = folderOf(settings)
  const page = await store.listKeysPage(folder, folder + first, MAX_LIST_PAGE)
  const wanted = new Set(keys)
  const found = new Map<string, Begun>()
  for (const name of page.keys) {
    const [, key = '', size, who = ''] = NAME.exec(name.slice(folder.length)) ?? []
    if (wanted.has(key)) found.set(key, { size: Number(size), sub: readWho(who) })
  }
  return found
}
