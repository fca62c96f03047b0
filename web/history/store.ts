/** Where the history is kept: a database of its own, which the worker knows nothing of. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as v from 'valibot'
import { HASHES } from '../../shared/hashes.ts'
import { receivedReceiptSchema, type Receipt } from '../../shared/receipt.ts'
import { entrySchema, OUTCOMES, type Entry, type Outcome } from './entry.ts'

const NAME = 'longhaul-history'
const VERSION = 1
/** Entries that are read at once, so that it takes no long task. */
const SLICE = 500
/** In IndexedDB's order there is no key after it that begins with its first letter. */
const AFTER_ALL: readonly string[] = []

interface Schema extends DBSchema {
  /** By the uploads' ids. What is read is parsed: another version may have written it. */
  entries: { key: string; value: unknown; indexes: { outcome: string } }
  /** The receipts of verified ones. */
  receipts: { key: string; value: unknown }
  /** How those had ended that were in the list when the history was cleared, by their ids. */
  cleared: { key: string; value: unknown }
}

/** Of one upload, with its receipt where there is one. */
export interface Record {
  readonly entry: Entry
  readonly receipt: Receipt | null
}

/** All that there was, just as it was kept. */
export interface Cleared {
  readonly entries: readonly unknown[]
  readonly receipts: readonly (readonly [id: string, receipt: unknown])[]
}

/** Rejects with what the browser says where it keeps nothing. */
export interface HistoryStore {
  /** How each upload ended that is in the history, or was when it was cleared. */
  known(): Promise<Map<string, Outcome>>
  /** Puts these in, in place of what there was of them, and takes those out, all or nothing. */
  change(records: readonly Record[], gone: readonly string[]): Promise<void>
  /**
   * Has the upload's receipt be this one, which got the hashes of its file after it was written.
   *
   * @returns its entry with them; null where there is none, or it has them
   */
  renew(receipt: Receipt): Promise<Entry | null>
  /** All entries of this version, by and by, and how many there are of others. */
  read(take: (entries: Entry[], others: number) => void): Promise<void>
  /** The upload's; null where there is none that this version can read. */
  receiptOf(id: string): Promise<Receipt | null>
  /** How it ended; null where there is no entry that this version can read. */
  outcomeOf(id: string): Promise<Outcome | null>
  /** Takes all out. @param ended how those ended that are in the list: they are not to come back */
  clear(ended: Iterable<readonly [id: string, outcome: Outcome]>): Promise<Cleared>
  /** Puts back what was cleared, but what has come since. */
  restore(cleared: Cleared): Promise<void>
}

/**
 * Opens it, and makes it where there is none.
 *
 * @param lost is called when it was closed, by the browser or for a newer version: nothing works any more
 * until it is opened anew
 * @throws DOMException VersionError where a newer version wrote it, which is left alone; others where
 * the browser keeps nothing
 */
export async function openHistory(
  name = NAME,
  lost: () => void = () => undefined,
): Promise<HistoryStore> {
  const database = await openDB<Schema>(name, VERSION, {
    upgrade(db) {
      db.createObjectStore('entries', { keyPath: 'id' }).createIndex('outcome', 'outcome')
      db.createObjectStore('receipts')
      db.createObjectStore('cleared')
    },
    // A newer version of the app must not wait for this one.
    blocking() {
      database.close()
      lost()
    },
    terminated: lost,
  })
  return {
    known: () => knownIn(database),
    change: (records, gone) => change(database, records, gone),
    renew: (receipt) => renew(database, receipt),
    read: (take) => read(database, take),
    async receiptOf(id) {
      const receipt = v.safeParse(receivedReceiptSchema, await database.get('receipts', id))
      return receipt.success ? receipt.output : null
    },
    async outcomeOf(id) {
      const entry = v.safeParse(entrySchema, await database.get('entries', id))
      return entry.success ? entry.output.outcome : null
    },
    clear: (ended) => clear(database, ended),
    restore: (cleared) => restore(database, cleared),
  }
}

type Database = IDBPDatabase<Schema>

async function knownIn(database: Database): Promise<Map<string, Outcome>> {
  const transaction = database.transaction(['entries', 'cleared'])
  const index = transaction.objectStore('entries').index('outcome')
  const store = transaction.objectStore('cleared')
  const [ids, outcomes, ...all] = await Promise.all([
    store.getAllKeys(),
    store.getAll(),
    ...OUTCOMES.map((outcome) => index.getAllKeys(outcome)),
  ])
  const known = new Map<string, Outcome>()
  for (const [at, id] of ids.entries()) {
    const outcome = v.safeParse(v.picklist(OUTCOMES), outcomes[at])
    if (outcome.success) known.set(id, outcome.output)
  }
  for (const [at, outcome] of OUTCOMES.entries()) {
    for (const id of all[at] ?? []) known.set(id, outcome)
  }
  return known
}

async function change(
  database: Database,
  records: readonly Record[],
  gone: readonly string[],
): Promise<void> {
  const transaction = database.transaction(['entries', 'receipts', 'cleared'], 'readwrite')
  const [entries, receipts, cleared] = [
    transaction.objectStore('entries'),
    transaction.objectStore('receipts'),
    transaction.objectStore('cleared'),
  ]
  const present = await Promise.all(records.map(({ entry }) => entries.get(entry.id)))
  await Promise.all([
    ...records.flatMap(({ entry, receipt }, at) => {
      if (isOfOther(present[at])) return []
      const { id } = entry
      return [
        entries.put(entry),
        cleared.delete(id),
        ...(receipt ? [receipts.put(receipt, id)] : []),
      ]
    }),
    ...gone.flatMap((id) => [entries.delete(id), receipts.delete(id), cleared.delete(id)]),
    transaction.done,
  ])
}

async function renew(database: Database, receipt: Receipt): Promise<Entry | null> {
  const { id, hashes } = receipt
  const transaction = database.transaction(['entries', 'receipts'], 'readwrite')
  const before = v.safeParse(entrySchema, await transaction.objectStore('entries').get(id))
  if (!before.success) return null
  if (HASHES.every((kind) => before.output.hashes?.[kind] === hashes?.[kind])) return null
  const entry = { ...before.output, hashes }
  await Promise.all([
    transaction.objectStore('entries').put(entry),
    transaction.objectStore('receipts').put(receipt, id),
    transaction.done,
  ])
  return entry
}

/** Whether something is there that this version can't read. */
function isOfOther(value: unknown): boolean {
  return value !== undefined && !v.safeParse(entrySchema, value).success
}

async function read(
  database: Database,
  take: (entries: Entry[], others: number) => void,
): Promise<void> {
  for (let after = ''; ;) {
    const range = IDBKeyRange.bound(after, AFTER_ALL, true)
    const [ids, values] = await Promise.all([
      database.getAllKeys('entries', range, SLICE),
      database.getAll('entries', range, SLICE),
    ])
    const entries = values.flatMap((value) => {
      const entry = v.safeParse(entrySchema, value)
      return entry.success ? entry.output : []
    })
    take(entries, values.length - entries.length)
    const last = ids.at(-1)
    if (ids.length < SLICE || last === undefined) return
    after = last
  }
}

async function clear(
  database: Database,
  ended: Iterable<readonly [string, Outcome]>,
): Promise<Cleared> {
  const transaction = database.transaction(['entries', 'receipts', 'cleared'], 'readwrite')
  const [entries, receipts, cleared] = [
    transaction.objectStore('entries'),
    transaction.objectStore('receipts'),
    transaction.objectStore('cleared'),
  ]
  const [all, ids, values] = await Promise.all([
    entries.getAll(),
    receipts.getAllKeys(),
    receipts.getAll(),
    entries.clear(),
    receipts.clear(),
    cleared.clear(),
    ...[...ended].map(([id, outcome]) => cleared.put(outcome, id)),
    transaction.done,
  ])
  return { entries: all, receipts: ids.map((id, at) => [id, values[at]]) }
}

async function restore(database: Database, { entries, receipts }: Cleared): Promise<void> {
  const transaction = database.transaction(['entries', 'receipts', 'cleared'], 'readwrite')
  const store = transaction.objectStore('entries')
  const since = new Set(await store.getAllKeys())
  const before = entries.filter((entry) => !since.has(idOf(entry)))
  const proofs = receipts.filter(([id]) => !since.has(id))
  await Promise.all([
    ...before.map((entry) => store.put(entry)),
    ...proofs.map(([id, receipt]) => transaction.objectStore('receipts').put(receipt, id)),
    transaction.objectStore('cleared').clear(),
    transaction.done,
  ])
}

/** All of both; where an upload ended anew in between, as it ended last. */
export function clearedInAll(earlier: Cleared, later: Cleared): Cleared {
  const entries = new Map([...earlier.entries, ...later.entries].map((one) => [idOf(one), one]))
  const receipts = new Map([...earlier.receipts, ...later.receipts])
  return { entries: [...entries.values()], receipts: [...receipts] }
}

/** Each has one: the database asks for it. */
function idOf(entry: unknown): string {
  return v.parse(v.object({ id: v.string() }), entry).id
}
