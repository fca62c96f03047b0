/** An upload's journal: its record, then a line for each part as it lands, each made to last. */
import { open, readFile, truncate } from 'node:fs/promises'
import { writeDurably, writeWhole } from './durable.ts'
import { journalPath, type Layout } from './layout.ts'
import { PartRecord, readRecord, UploadRecord } from './records.ts'

export class Journal {
  /** Bytes that are known to be good. */
  #length: number
  #torn = false

  private constructor(
    readonly path: string,
    length: number,
  ) {
    this.#length = length
  }

  /** Begins the journal of a new upload. */
  static async create(layout: Layout, record: UploadRecord): Promise<Journal> {
    const path = journalPath(layout, record.id)
    const line = `${JSON.stringify(record)}\n`
    await writeDurably(layout.temporary, path, line)
    return new Journal(path, Buffer.byteLength(line))
  }

  /**
   * Reads a journal. A last line without its end was never acknowledged, and is cut off.
   *
   * @throws Error that names the file, when it is damaged
   */
  static async load(
    path: string,
  ): Promise<{ journal: Journal; record: UploadRecord; parts: PartRecord[] }> {
    const bytes = await readFile(path)
    const length = bytes.lastIndexOf('\n') + 1
    if (length < bytes.length) await truncate(path, length)
    const [first = '', ...lines] = bytes.toString('utf8', 0, length).split('\n').slice(0, -1)
    return {
      journal: new Journal(path, length),
      record: readRecord(UploadRecord, first, path),
      parts: lines.map((line) => readRecord(PartRecord, line, path)),
    }
  }

  /** Adds a part; calls must not overlap. What a failed call left behind is cut off by the next. */
  async append(part: PartRecord): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(part)}\n`)
    const handle = await open(this.path, 'r+')
    try {
      if (this.#torn) await handle.truncate(this.#length)
      this.#torn = true
      await writeWhole(handle, line, this.#length)
      await handle.sync()
      this.#torn = false
      this.#length += line.length
    } finally {
      await handle.close()
    }
  }
}
