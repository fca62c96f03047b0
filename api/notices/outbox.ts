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
      const hash = createHash('sha256').update(JSON.stringify([channel, to, notice.id]))
      const key = `${folder}${due}-${hash.digest('hex').slice(0, 32)}.json`
      await store.putDocument(key, `${JSON.stringify(delivery)}\n`)
      return { key, due }
    },
    list: async () => {
      const keys = await store.listKeys(folder)
      return keys.flatMap((key) => {
        const due = /^(\d{13})-[0-9a-f]{32}\.json$/.exec(key.slice(folder.length))?.[1]
        return due === undefined ? [] : [{ key, due: Number(due) }]
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
