/** The folders of bytes, each of which stays while somebody reads from it. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dataPath, type Layout } from './layout.ts'

export class DataFiles {
  readonly #readers = new Map<string, number>()
  readonly #doomed = new Set<string>()

  constructor(readonly layout: Layout) {}

  /** Keeps a folder until `release` is called, which may be done once. */
  lease(id: string): { readonly release: () => Promise<void> } {
    this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1)
    return { release: () => this.#release(id) }
  }

  /** Removes a folder now, or when its last reader is done. */
  async remove(id: string): Promise<void> {
    if (this.#readers.has(id)) this.#doomed.add(id)
    else await rm(dataPath(this.layout, id), { recursive: true, force: true, maxRetries: 3 })
  }

  /** Removes the files of a folder that are not in `wanted`. */
  async keepOnly(id: string, wanted: ReadonlySet<string>): Promise<void> {
    const folder = dataPath(this.layout, id)
    for (const name of await readdir(folder)) {
      if (!wanted.has(name)) await rm(join(folder, name), { force: true })
    }
  }

  async #release(id: string): Promise<void> {
    const left = (this.#readers.get(id) ?? 0) - 1
    if (left > 0) {
      this.#readers.set(id, left)
      return
    }
    this.#readers.delete(id)
    if (this.#doomed.delete(id)) await this.remove(id)
  }
}
