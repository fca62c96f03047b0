/** Everything the store keeps, read from its folder and put in order after a crash. */
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createBucketSettings, type BucketSettings } from './bucket-settings.ts'
import { completedRecord } from './complete.ts'
import { DataFiles } from './data-files.ts'
import { dataPath, prepareLayout, type Layout } from './layout.ts'
import { Objects } from './objects.ts'
import { CompletedRecord, readRecord } from './records.ts'
import { Uploads } from './uploads.ts'

export interface State {
  readonly layout: Layout
  readonly data: DataFiles
  readonly objects: Objects
  readonly uploads: Uploads
  readonly settings: BucketSettings
}

/** How long a completed upload can be completed again: longer than any resume window, in ms. */
const COMPLETED_TTL_MS = 30 * 24 * 60 * 60 * 1000

/** Opens the store of a folder. */
export async function openState(folder: string, now: () => number): Promise<State> {
  const layout = await prepareLayout(folder)
  const data = new DataFiles(layout)
  const objects = await Objects.load(layout, data)
  const uploads = await Uploads.load(layout, data, now)
  await settleCompleted(objects, uploads)
  await removeOrphans(layout, data, objects, uploads)
  await forgetOldCompletions(layout, now())
  return { layout, data, objects, uploads, settings: await createBucketSettings(layout) }
}

/** Ends the uploads that had become objects when a crash came before they were settled. */
async function settleCompleted(objects: Objects, uploads: Uploads): Promise<void> {
  for (const { record } of uploads.all) {
    const head = objects.find(record.key)
    if (!head || head.dataId !== record.id) continue
    await uploads.settle(completedRecord(head))
  }
}

/** Removes bytes that no object and no part owns: of what was under way, or replaced. */
async function removeOrphans(
  layout: Layout,
  data: DataFiles,
  objects: Objects,
  uploads: Uploads,
): Promise<void> {
  const partCounts = new Map<string, { key: string; partCount: number }>()
  for (const { dataId, key, partCount } of objects.heads) {
    partCounts.set(dataId, { key, partCount: partCount ?? 1 })
  }
  const open = new Map([...uploads.all].map((upload) => [upload.record.id, upload]))
  for (const id of await readdir(layout.data)) {
    const upload = open.get(id)
    const owner = partCounts.get(id)
    if (upload) {
      await data.keepOnly(id, new Set(upload.parts.flatMap((part) => (part ? [part.file] : []))))
    } else if (!owner) {
      await rm(join(layout.data, id), { recursive: true, force: true })
    } else if ((await readdir(dataPath(layout, id))).length > owner.partCount) {
      const { segments, release } = await objects.open(owner.key)
      await data.keepOnly(id, new Set(segments.map((segment) => segment.file)))
      await release()
    }
  }
}

async function forgetOldCompletions(layout: Layout, now: number): Promise<void> {
  for (const name of await readdir(layout.completed)) {
    const path = join(layout.completed, name)
    const record = readRecord(CompletedRecord, await readFile(path, 'utf8'), path)
    if (record.completed < now - COMPLETED_TTL_MS) await rm(path, { force: true })
  }
}
