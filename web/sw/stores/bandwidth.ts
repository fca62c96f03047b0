import * as v from 'valibot'
import { bandwidthSchema, limitAt, UNLIMITED, type Bandwidth } from '../../../shared/bandwidth.ts'
import type { SpeedLimit } from '../ports.ts'
import { orStorageError, type Database } from './database.ts'

/** How fast the person wants files to be sent. */
export interface BandwidthStore {
  current(): Bandwidth
  /** Resolves when it would survive the worker's end. @throws UploadError storage */
  set(bandwidth: Bandwidth): Promise<void>
  /** The browser was handed something, and keeps to what holds now. */
  handedOver(): void
  /** What is left beside what the browser was handed, as far as that is known. */
  readonly limitAt: SpeedLimit
}

const KEY = 'bandwidth'

/** @throws UploadError storage */
export async function openBandwidthStore(database: Database): Promise<BandwidthStore> {
  const value = await orStorageError(() => database.get('about', KEY))
  const stored = v.safeParse(bandwidthSchema, value ?? UNLIMITED)
  let current = stored.success ? stored.output : UNLIMITED
  /** What the browser keeps to. */
  let handed: Bandwidth | null = null
  if (!stored.success) console.warn('Longhaul: a speed limit can not be read', stored.issues)
  return {
    current: () => current,
    set: async (bandwidth) => {
      await orStorageError(() => database.put('about', bandwidth, KEY))
      current = bandwidth
    },
    handedOver: () => void (handed = current),
    limitAt(now, isShared) {
      const time = new Date(now)
      const minute = time.getHours() * 60 + time.getMinutes()
      const limit = limitAt(current, minute)
      if (limit === null || !isShared) return limit
      const taken = limitAt(handed ?? current, minute) ?? Infinity
      return Math.max(0, limit - taken)
    },
  }
}
