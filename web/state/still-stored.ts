import type { UploadView } from '../../shared/messages.ts'
import { lookAt } from '../watch/look.ts'
import { watchLinkOf } from '../worker-door.ts'

/** For so many uploads it is asked: each costs three requests, one of them the store's. */
const MOST = 20

/** How many objects of verified uploads are where they arrived, and how many are no longer. */
export interface StillStored {
  readonly there: number
  readonly gone: number
}

/** Asks the server. Those of which it can't say it, or that are too many, are in neither number. */
export async function countStored(uploads: readonly UploadView[]): Promise<StillStored> {
  const verified = uploads.filter(({ state }) => state === 'verified').slice(0, MOST)
  const all = await Promise.all(verified.map(({ id }) => isStored(id)))
  return {
    there: all.filter((one) => one === true).length,
    gone: all.filter((one) => one === false).length,
  }
}

async function isStored(id: string): Promise<boolean | undefined> {
  try {
    const link = await watchLinkOf(id)
    if (link === null) return undefined
    const look = await lookAt(link)
    return look.type === 'seen' ? look.status.stored : undefined
  } catch (error) {
    console.warn('whether the object is still there is not known', error)
    return undefined
  }
}
