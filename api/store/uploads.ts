/** The multipart uploads: their parts in memory over a journal each on disk. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ingest, type Ingested } from './ingest.ts'
import { createDigests, type Announced, type Digests } from './announced.ts'
import type { ChecksumAlgorithm } from './checksums.ts'
import type { DataFiles } from './data-files.ts'
import { createFolderDurably, isMissing, removeDurably, writeDurably } from './durable.ts'
import { noSuchUpload } from './errors.ts'
import { Journal } from './journal.ts'
import { completedPath, createId, dataPath, isId, journalPath, type Layout } from './layout.ts'
import { KeyedLock } from './lock.ts'
import { CompletedRecord, readRecord, type PartRecord, type UploadRecord } from './records.ts'

export interface Upload {
  readonly record: UploadRecord
  readonly journal: Journal
  /** By part number. */
  readonly parts: (PartRecord | undefined)[]
}

/** The content of a part that is to be. */
export interface PartContent {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly announced: Announced
  readonly trailers?: () => ReadonlyMap<string, string>
}

export class Uploads {
  readonly #open = new Map<string, Upload>()
  readonly #lock = new KeyedLock()

  private constructor(
    readonly layout: Layout,
    readonly data: DataFiles,
    readonly now: () => number,
  ) {}

  /**
   * Reads the journals of the open uploads. A part whose file is gone is not there, whatever its
   * journal says: a line may last that was never acknowledged, and whose file was taken back.
   */
  static async load(layout: Layout, data: DataFiles, now: () => number): Promise<Uploads> {
    const uploads = new Uploads(layout, data, now)
    for (const name of await readdir(layout.uploads)) {
      const { journal, record, parts } = await Journal.load(join(layout.uploads, name))
      const upload: Upload = { record, journal, parts: [] }
      await createFolderDurably(dataPath(layout, record.id))
      const files = new Set(await readdir(dataPath(layout, record.id)))
      for (const part of parts) if (files.has(part.file)) upload.parts[part.partNumber] = part
      uploads.#open.set(record.id, upload)
    }
    return uploads
  }

  get all(): Iterable<Upload> {
    return this.#open.values()
  }

  /** An open upload of this key. @throws S3Error NoSuchUpload */
  get(id: string, key: string): Upload {
    const upload = this.#open.get(id)
    if (!upload || upload.record.key !== key) throw noSuchUpload(id)
    return upload
  }

  async create(record: Omit<UploadRecord, 'id' | 'initiated'>): Promise<UploadRecord> {
    const whole = { ...record, id: createId(), initiated: this.now() }
    try {
      await createFolderDurably(dataPath(this.layout, whole.id))
      const journal = await Journal.create(this.layout, whole)
      this.#open.set(whole.id, { record: whole, journal, parts: [] })
      return whole
    } catch (error) {
      await rm(journalPath(this.layout, whole.id), { force: true })
      await this.data.remove(whole.id)
      throw error
    }
  }

  /**
   * Receives a part. Of several with one number the one that finishes last stays; a part whose
   * upload ended in the meantime is refused, and leaves nothing.
   */
  async putPart(upload: Upload, partNumber: number, content: PartContent): Promise<PartRecord> {
    const { record } = upload
    const file = `${partNumber.toString(16)}.${randomBytes(12).toString('hex')}`
    const algorithm = content.announced.checksum?.algorithm ?? record.checksum?.algorithm
    const digests = await createDigests(content.announced, algorithm)
    const path = join(dataPath(this.layout, record.id), file)
    const ingested = await this.#ingest(record, content, path, digests)
    const part = partRecord(partNumber, file, ingested, algorithm, this.now())
    try {
      await this.#lock.run(record.id, async () => {
        this.get(record.id, record.key)
        await upload.journal.append(part)
        const replaced = upload.parts[partNumber]
        upload.parts[partNumber] = part
        if (replaced) await this.#discard(record.id, replaced.file)
      })
    } catch (error) {
      if (upload.parts[partNumber] !== part) await this.#discard(record.id, file)
      throw error
    }
    return part
  }

  async #ingest(
    record: UploadRecord,
    content: PartContent,
    path: string,
    digests: Digests,
  ): Promise<Ingested> {
    try {
      return await ingest(content.bytes, path, digests, content.trailers)
    } catch (error) {
      // The folder goes with the upload, which may be aborted while the part comes in.
      if (isMissing(error)) this.get(record.id, record.key)
      throw error
    }
  }

  async #discard(id: string, file: string): Promise<void> {
    await rm(join(dataPath(this.layout, id), file), { force: true })
  }

  /** Forgets an upload and its parts. @throws S3Error NoSuchUpload */
  async abort(id: string, key: string): Promise<void> {
    await this.#lock.run(id, async () => {
      this.get(id, key)
      await removeDurably(journalPath(this.layout, id))
      this.#open.delete(id)
      await this.data.remove(id)
    })
  }

  /**
   * Ends an upload as an object. While `work` runs no part of it changes.
   *
   * @param find tells of an object that was made, and lasts, but could not be noted as the upload's end
   * @param work makes the object, and calls `settle` once the object is durable
   */
  async complete(
    id: string,
    key: string,
    find: () => Promise<CompletedRecord | undefined>,
    work: (upload: Upload, settle: (ended: CompletedRecord) => Promise<void>) => Promise<void>,
  ): Promise<CompletedRecord> {
    return this.#lock.run(id, async () => {
      const earlier = await this.#findCompleted(id)
      if (earlier && earlier.key === key) return earlier
      const made = await find()
      if (made) {
        await this.settle(made)
        return made
      }
      const upload = this.get(id, key)
      let ended: CompletedRecord | undefined
      await work(upload, async (record) => {
        await this.settle(record)
        ended = record
      })
      if (!ended) throw new Error('an upload was completed without being settled')
      return ended
    })
  }

  /** Lets go of an upload that has become an object: its parts are the object's bytes. */
  close(id: string): void {
    this.#open.delete(id)
  }

  /** Notes that an upload has become an object. */
  async settle(record: CompletedRecord): Promise<void> {
    this.close(record.id)
    const path = completedPath(this.layout, record.id)
    await writeDurably(this.layout.temporary, path, JSON.stringify(record))
    await removeDurably(journalPath(this.layout, record.id))
  }

  async #findCompleted(id: string): Promise<CompletedRecord | undefined> {
    if (!isId(id)) return undefined
    const path = completedPath(this.layout, id)
    try {
      return readRecord(CompletedRecord, await readFile(path, 'utf8'), path)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }
}

function partRecord(
  partNumber: number,
  file: string,
  { size, md5, checksum }: Ingested,
  algorithm: ChecksumAlgorithm | undefined,
  now: number,
): PartRecord {
  const known = algorithm && checksum !== undefined ? { algorithm, value: checksum } : undefined
  return {
    partNumber,
    file,
    size,
    md5,
    lastModified: now,
    ...(known && { checksum: known }),
  }
}
