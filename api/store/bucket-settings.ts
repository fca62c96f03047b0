/** What a client has set for the bucket: its CORS rules. */
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { isMissing, writeDurably } from './durable.ts'
import type { Layout } from './layout.ts'
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

const Settings = v.object({ created: v.number(), cors: v.array(CorsRule) })

export interface BucketSettings {
  /** ms since 1970. */
  readonly created: number
  /** In the order in which they are tried. */
  readonly cors: readonly CorsRule[]
  setCors(rules: readonly CorsRule[]): Promise<void>
}

/** The settings of a store's folder; of a new one, none. */
export async function createBucketSettings(layout: Layout): Promise<BucketSettings> {
  let settings = await load(layout)
  return {
    get created() {
      return settings.created
    },
    get cors() {
      return settings.cors
    },
    setCors: async (rules) => {
      const changed = { ...settings, cors: [...rules] }
      await writeDurably(layout.temporary, layout.settings, JSON.stringify(changed))
      settings = changed
    },
  }
}

async function load(layout: Layout): Promise<v.InferOutput<typeof Settings>> {
  try {
    return readRecord(Settings, await readFile(layout.settings, 'utf8'), layout.settings)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const fresh = { created: Date.now(), cors: [] }
  await writeDurably(layout.temporary, layout.settings, JSON.stringify(fresh))
  return fresh
}
