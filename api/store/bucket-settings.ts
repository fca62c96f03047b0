/** What a client has set for the bucket: its CORS and lifecycle rules. */
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { isMissing, writeDurably } from './durable.ts'
import type { Layout } from './layout.ts'
import { KeyedLock } from './lock.ts'
import { readRecord } from './records.ts'

export const CorsRule = v.object({
  id: v.optional(v.string()),
  allowedOrigins: v.array(v.string()),
  allowedMethods: v.array(v.string()),
  allowedHeaders: v.array(v.string()),
  exposeHeaders: v.array(v.string()),
  /** Seconds. */
  maxAge: v.optional(v.number()),
})
export type CorsRule = v.InferOutput<typeof CorsRule>

/** When incomplete uploads are aborted, and objects removed. */
const LifecycleRule = v.object({
  id: v.optional(v.string()),
  enabled: v.boolean(),
  prefix: v.string(),
  /** After an upload began. */
  days: v.optional(v.number()),
  /** After an object was put. */
  expireDays: v.optional(v.number()),
})
export type LifecycleRule = v.InferOutput<typeof LifecycleRule>

const Settings = v.object({
  created: v.number(),
  cors: v.array(CorsRule),
  lifecycle: v.optional(v.array(LifecycleRule), []),
})

export interface BucketSettings {
  /** ms since 1970. */
  readonly created: number
  /** In the order in which they are tried. */
  readonly cors: readonly CorsRule[]
  readonly lifecycle: readonly LifecycleRule[]
  setCors(rules: readonly CorsRule[]): Promise<void>
  setLifecycle(rules: readonly LifecycleRule[]): Promise<void>
}

/** The settings of a store's folder; of a new one, none. */
export async function createBucketSettings(layout: Layout): Promise<BucketSettings> {
  let settings = await load(layout)
  const lock = new KeyedLock()
  async function change(changes: Partial<typeof settings>): Promise<void> {
    await lock.run(layout.settings, async () => {
      const changed = { ...settings, ...changes }
      await writeDurably(layout.temporary, layout.settings, JSON.stringify(changed), () => {
        settings = changed
      })
    })
  }
  return {
    get created() {
      return settings.created
    },
    get cors() {
      return settings.cors
    },
    get lifecycle() {
      return settings.lifecycle
    },
    setCors: (rules) => change({ cors: [...rules] }),
    setLifecycle: (rules) => change({ lifecycle: [...rules] }),
  }
}

async function load(layout: Layout): Promise<v.InferOutput<typeof Settings>> {
  try {
    return readRecord(Settings, await readFile(layout.settings, 'utf8'), layout.settings)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const fresh = { created: Date.now(), cors: [], lifecycle: [] }
  await writeDurably(layout.temporary, layout.settings, JSON.stringify(fresh))
  return fresh
}
