import type { Logger } from 'pino'
import * as v from 'valibot'
import type { OlderAnswer } from '../../shared/admin.ts'
import { receiptSchema } from '../../shared/receipt.ts'
import type { UploadSettings } from '../dependencies.ts'
import type { ObjectStore } from '../s3/store.ts'
import { readMark } from '../uploads/place.ts'
import { receiptKey } from '../uploads/receipts.ts'
import { standingOf, type Entry } from './entry.ts'
import type { Ledger } from './ledger.ts'

/** Receipts that one question looks at: each costs the store three requests. */
const AT_ONCE = 200
const SIDE_BY_SIDE = 20
/** Receipts whose names are compared with the list's: what one list request tells. */
const COMPARED = 1000

const documentSchema = v.pipe(v.string(), v.parseJson(), receiptSchema)

/** Finds receipts that the list lacks: from before it was kept, or of a server that died. */
export interface OlderReceipts {
  /** Whether the list lacks some, or there are more than can be told at once and nobody has looked yet. */
  mayBe(): Promise<boolean>
  /** Looks at some. @param after the `next` of the answer before; '' to begin */
  look(after: string): Promise<OlderAnswer>
}

export function createOlderReceipts(
  store: Pick<ObjectStore, 'getDocument' | 'listKeysPage' | 'putDocument'>,
  { receiptPrefix, statePrefix }: Pick<UploadSettings, 'receiptPrefix' | 'statePrefix'>,
  verified: Ledger,
  log: Logger,
): OlderReceipts {
  const mark = `${statePrefix}ledger/verified/older-receipts-were-added.json`
  let isKnown = false

  async function entryOf(key: string): Promise<Entry[]> {
    const text = await store.getDocument(key)
    // What is written where an object is being taken away is no receipt.
    if (readMark(text)) return []
    const receipt = v.safeParse(documentSchema, text)
    if (receipt.success) {
      return [{ ...standingOf(receipt.output), subject: '' }]
    }
    log.warn({ key }, 'a stored receipt is damaged, and is left out of the list')
    return []
  }

  async function mayLackSome(): Promise<boolean> {
    const { keys, more } = await store.listKeysPage(receiptPrefix, '', COMPARED)
    if (more || keys.length === 0) return more
    const everything = { from: null, to: null, after: null, matches: undefined, limit: COMPARED }
    const { entries } = await verified.search(everything)
    const listed = new Set(entries.map(({ key }) => receiptKey(receiptPrefix, key)))
    return keys.some((key) => key.endsWith('.json') && !listed.has(key))
  }

  return {
    mayBe: async () => {
      if (isKnown) return false
      if ((await store.getDocument(mark)) === undefined) {
        if (await mayLackSome()) return true
        await store.putDocument(mark, '{}\n')
      }
      isKnown = true
      return false
    },
    look: async (after) => {
      const start = after === '' ? '' : receiptPrefix + after
      const { keys, more } = await store.listKeysPage(receiptPrefix, start, AT_ONCE)
      let [added, left] = [0, 0]
      for (let at = 0; at < keys.length; at += SIDE_BY_SIDE) {
        const some = keys.slice(at, at + SIDE_BY_SIDE).filter((key) => key.endsWith('.json'))
        const done = await verified.addMissing((await Promise.all(some.map(entryOf))).flat())
        added += done.added
        left += done.left
      }
      if (added > 0) await verified.sumUpAnew()
      const last = keys.at(-1)
      const next = more && last !== undefined ? last.slice(receiptPrefix.length) : null
      if (next === null && left === 0) await store.putDocument(mark, '{}\n')
      return { looked: keys.length, added, next }
    },
  }
}
