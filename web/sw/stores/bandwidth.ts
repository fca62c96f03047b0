import * as v from 'valibot'
import { bandwidthSchema, limitAt, UNLIMITED, type Bandwidth } from '../../../shared/bandwidth.ts'
import { orStorageError, type Database } from './database.ts'

/** How fast the person wants files to be sent. */
export interface BandwidthStore {
  current(): Bandwidth
  /** Resolves when it would survive the worker's end. @throws UploadError storage */
  set(bandwidth: Bandwidth): Promise<void>
  /** Bytes a second at a time, ms since 1970; null for no limit. */
  limitAt(now: number): number | null
}

const KEY = 'bandwidth'

/** @throws UploadError storage */
export async function openBandwidthStore(database: Database): Promise<BandwidthStore> {
  const value = await orStorageError(() => database.get('about', KEY))
  const stored = v.safeParse(bandwidthSchema, value ?? UNLIMITED)
  let current = stored.success ? stored.output : UNLIMITED
  if (!stored.success) console.warn('Longhaul: a speed limit can not be read', stored.issues)
  return {
    current: () => current,
    set: async (bandwidth) => {
      await orStorageError(() => database.put('about', bandwidth, KEY))
      current = bandwidth
    },
    limitAt(now) {
      const time = new Date(now)
      return limitAt(current, time.getHours() * 60 + time.getMinutes())
    },
  }
}
