import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { ObjectStore } from '../s3/store.ts'
import { noticeSchema } from './notice.ts'

/** A notice on its way to one receiver. */
export const deliverySchema = v.object({
  /** The name of the channel: of another deployment's settings there may be none any more. */
  channel: v.string(),
  /** An address that belongs to this notice alone. */
  to: v.nullable(v.string()),
  notice: noticeSchema,
  /** How often it was put off for long. */
  round: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})
export type Delivery = v.InferOutput<typeof deliverySchema>

/** A delivery that is kept in the bucket, by the object's key. */
export interface Kept {
  readonly key: string
  /** When another server may take it, ms since 1970. */
  readonly due: number
  /** Of its channel: see {@link markOf}. */
  readonly mark: string
}

/** Deliveries that outlast a server: small objects in the bucket, whose names say when they are due. */
export interface Outbox {
  keep(delivery: Delivery, due: number): Promise<Kept>
  /** All that are kept, those that are due soonest first. */
  list(): Promise<Kept[]>
  /** 'gone' when another server took it; 'unreadable' where it is damaged, or a newer server's. */
  read(kept: Kept): Promise<Delivery | 'gone' | 'unreadable'>
  drop(kept: Kept): Promise<void>
}

type Store = Pick<ObjectStore, 'getDocument' | 'listKeys' | 'putDocument' | 'remove'>

export function createOutbox(store: Store, statePrefix: string): Outbox {
  const folder = `${statePrefix}outbox/`
  return {
    keep: async (delivery, due) => {
      const { channel, to, notice } = delivery
      const mark = markOf(channel)
      const own = digestOf(JSON.stringify([channel, to, notice.id])).slice(0, 24)
      const key = `${folder}${due}-${mark}${own}.json`
      await store.putDocument(key, `${JSON.stringify(delivery)}\n`)
      return { key, due, mark }
    },
    list: async () => {
      const keys = await store.listKeys(folder)
      return keys.flatMap((key) => {
        const [, due, mark] =
          /^(\d{13})-([0-9a-f]{8})[0-9a-f]{24}\.json$/.exec(key.slice(folder.length)) ?? []
        return due === undefined || mark === undefined ? [] : [{ key, due: Number(due), mark }]
      })
    },
    read: async ({ key }) => {
      const text = await store.getDocument(key)
      if (text === undefined) return 'gone'
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), deliverySchema), text)
      return parsed.success ? parsed.output : 'unreadable'
    },
    drop: ({ key }) => store.remove(key),
  }
}

/** By what keys tell of which channel they are, before anything is read. */
export function markOf(channel: string): string {
  return digestOf(channel).slice(0, 8)
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
