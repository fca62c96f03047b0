/** The objects of the bucket: an index in memory over one record per object on disk. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { DataFiles } from './data-files.ts'
import { removeDurably, syncFolder, writeDurably } from './durable.ts'
import { noSuchKey } from './errors.ts'
import { objectPath, type Layout } from './layout.ts'
import { KeyedLock } from './lock.ts'
import { ObjectHead, readRecord, Segment } from './records.ts'
import { SortedKeys } from './utf8-order.ts'

export interface OpenObject {
  readonly head: ObjectHead
  readonly segments: readonly Segment[]
  /** Owed when reading is done: until then the bytes stay, even if the object goes. */
  readonly release: () => Promise<void>
}

export class Objects {
  readonly #heads = new Map<string, ObjectHead>()
  /**
   * The data that former records name, by the keys whose last change is not known to last: after
   * a crash of the machine a former one may be there again.
   */
  readonly #former = new Map<string, readonly string[]>()
  readonly #lock = new KeyedLock()
  #keys = new SortedKeys()

  private constructor(
    readonly layout: Layout,
    readonly data: DataFiles,
  ) {}

  /** Reads every object's head from disk. */
  static async load(layout: Layout, data: DataFiles): Promise<Objects> {
    const objects = new Objects(layout, data)
    // A process that was killed may have changed names that don't last yet.
    await syncFolder(layout.objects)
    for (const name of await readdir(layout.objects)) {
      const path = join(layout.objects, name)
      const { head } = splitRecord(await readFile(path, 'utf8'))
      const parsed = readRecord(ObjectHead, head, path)
      objects.#heads.set(parsed.key, parsed)
    }
    objects.#keys = new SortedKeys(objects.#heads.keys())
    return objects
  }

  /** The keys in S3's order. */
  get keys(): SortedKeys {
    return this.#keys
  }

  get heads(): Iterable<ObjectHead> {
    return this.#heads.values()
  }

  find(key: string): ObjectHead | undefined {
    return this.#heads.get(key)
  }

  /** @throws S3Error NoSuchKey */
  get(key: string): ObjectHead {
    const head = this.#heads.get(key)
    if (!head) throw noSuchKey(key)
    return head
  }

  /** Where an object's bytes are. @throws S3Error NoSuchKey */
  async open(key: string): Promise<OpenObject> {
    const lease = await this.#lock.run(key, async () => {
      const head = this.get(key)
      const path = objectPath(this.layout, key)
      const record = splitRecord(await readFile(path, 'utf8'))
      const segments = readRecord(v.array(Segment), record.segments, path)
      return { head, segments, release: this.data.lease(head.dataId).release }
    })
    return lease
  }

  /**
   * Puts an object in place of the one that has its key, atomically and durably. When this throws
   * the object may be there all the same, as `find` tells: then its bytes have to stay.
   *
   * @param allow throws when it must not be; sees the object there at that very moment
   * @param settle done before anyone else may touch the key; runs when the object is durable
   */
  async put(
    head: ObjectHead,
    segments: readonly Segment[],
    allow: (current: ObjectHead | undefined) => void = () => undefined,
    settle: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    await this.#lock.run(head.key, async () => {
      allow(this.#heads.get(head.key))
      await this.#write(head, JSON.stringify(segments))
      await settle()
      await this.#removeFormer(head.key)
    })
  }

  /** Changes what is said about an object. @throws S3Error NoSuchKey */
  async change(key: string, edit: (head: ObjectHead) => ObjectHead): Promise<void> {
    await this.#lock.run(key, async () => {
      const edited = edit(this.get(key))
      const { segments } = splitRecord(await readFile(objectPath(this.layout, key), 'utf8'))
      await this.#write(edited, segments)
      await this.#removeFormer(key)
    })
  }

  /** Makes an object last that `put` left there when it threw. */
  async confirm(key: string): Promise<void> {
    await this.#lock.run(key, async () => {
      if (!this.#former.has(key)) return
      await syncFolder(this.layout.objects)
      await this.#removeFormer(key)
    })
  }

  /**
   * Removes an object; that there is none is no error, as in S3.
   *
   * @param allow throws when it must not be; sees the object there at that very moment
   */
  async remove(
    key: string,
    allow: (current: ObjectHead | undefined) => void = () => undefined,
  ): Promise<void> {
    await this.#lock.run(key, async () => {
      const current = this.#heads.get(key)
      allow(current)
      if (!current && !this.#former.has(key)) return
      await removeDurably(objectPath(this.layout, key), () => {
        this.#keepFormer(key)
        this.#heads.delete(key)
        this.#keys.delete(key)
      })
      await this.#removeFormer(key)
    })
  }

  async #write(head: ObjectHead, segments: string): Promise<void> {
    const content = `${JSON.stringify(head)}\n${segments}`
    await writeDurably(this.layout.temporary, objectPath(this.layout, head.key), content, () => {
      this.#keepFormer(head.key)
      this.#heads.set(head.key, head)
      this.#keys.add(head.key)
    })
  }

  #keepFormer(key: string): void {
    const former = this.#heads.get(key)
    this.#former.set(key, [...(this.#former.get(key) ?? []), ...(former ? [former.dataId] : [])])
  }

  async #removeFormer(key: string): Promise<void> {
    const former = new Set(this.#former.get(key))
    this.#former.delete(key)
    former.delete(this.#heads.get(key)?.dataId ?? '')
    for (const dataId of former) await this.data.remove(dataId)
  }
}

/** The head is a line of its own, so that a start need not parse 10,000 segments. */
function splitRecord(text: string): { head: string; segments: string } {
  const end = text.indexOf('\n')
  return { head: text.slice(0, end), segments: text.slice(end + 1) }
}
