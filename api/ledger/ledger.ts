import type { Logger } from 'pino'
import type { DayTotals } from '../../shared/admin.ts'
import type { ObjectStore } from '../s3/store.ts'
import { dayOf, endOfDay, SETTLED } from './days.ts'
import { nameOf, NAME_EXTRA, readName, timeMark, timeOfName, type Entry } from './entry.ts'
import { createSummaries, sumUp } from './summaries.ts'
import { isBehind, walk, type Cost } from './walk.ts'

/** Requests to the store after which one question is answered with what was found until then. */
const MOST_REQUESTS = 40

/** Which entries are wanted. */
export interface Search {
  /** First and last day, UTC; null for no bound. */
  readonly from: string | null
  readonly to: string | null
  /** undefined where all of these days are. */
  readonly matches: ((entry: Entry) => boolean) | undefined
  /** The `next` of the page before; null for the first one. */
  readonly after: string | null
  readonly limit: number
}

export interface FoundPage {
  /** The newest first. */
  readonly entries: readonly Entry[]
  /** Where to go on; null where there is nothing more. */
  readonly next: string | null
  /** Down to which time it was looked, ms since 1970; null where that is all. */
  readonly searchedTo: number | null
}

export interface Totals {
  /** Those that have entries, the newest first. */
  readonly days: readonly DayTotals[]
  readonly complete: boolean
}

type Store = Pick<
  ObjectStore,
  'getDocument' | 'listKeys' | 'listKeysPage' | 'putDocument' | 'remove'
>

/**
 * What became of uploads: one small object for each, whose name tells all of it, in the order of time
 * (docs/decisions/ledger.md).
 */
export interface Ledger {
  /** Safe to repeat: the same entry has the same name. One that comes late stands in place of what was found. */
  add(entry: Entry): Promise<void>
  /** Has an entry stand in place of the one of the same time and key, if there is one. Safe to repeat. */
  replace(entry: Entry): Promise<void>
  /** Adds those of some entries that it lacks, but for those that somebody may be about to add. */
  addMissing(entries: readonly Entry[]): Promise<{ added: number; left: number }>
  /** After {@link addMissing} has added some: days are summed up anew. */
  sumUpAnew(): Promise<void>
  search(search: Search): Promise<FoundPage>
  /** Of all days; where that takes long, of the newest first, and more the next time. */
  totals(): Promise<Totals>
}

/** Bytes that a key in the bucket is longer than the object's that it tells of. */
export function entryKeyExtra(statePrefix: string): number {
  return Buffer.byteLength(folderOf(statePrefix, 'verified')) + NAME_EXTRA
}

function folderOf(statePrefix: string, kind: 'verified' | 'failed'): string {
  return `${statePrefix}ledger/${kind}/entries/`
}

/** @param now ms since 1970 */
export function createLedger(
  store: Store,
  statePrefix: string,
  kind: 'verified' | 'failed',
  now: () => number,
  log: Logger,
): Ledger {
  const folder = folderOf(statePrefix, kind)
  const summaries = createSummaries(store, `${statePrefix}ledger/${kind}/days/`, log)

  async function put(entry: Entry): Promise<void> {
    await store.putDocument(folder + nameOf(entry), '{}\n')
  }

  async function add(entry: Entry): Promise<void> {
    // It may have been looked for and added meanwhile, as nobody's.
    if (now() - entry.at >= SETTLED) return replace(entry)
    await put(entry)
    // By a clock that is ahead of this one the day may have been summed up without it.
    const day = dayOf(entry.at)
    if (now() > endOfDay(day)) await summaries.clear(day)
  }

  /** Those of that time and key, whoever they name. */
  async function sameAs({ at, key }: Entry): Promise<string[]> {
    const { keys } = await store.listKeysPage(`${folder}${timeMark(at)}.`, '', 100)
    const names = keys.map((name) => name.slice(folder.length))
    return names.filter((name) => readName(name)?.key === key)
  }

  async function replace(entry: Entry): Promise<void> {
    const former = (await sameAs(entry)).filter((name) => name !== nameOf(entry))
    await put(entry)
    for (const name of former) await store.remove(folder + name)
    await summaries.clear(dayOf(entry.at))
  }

  /** One list and no more, where nothing but time is asked for. */
  async function listPage(search: Search, start: string): Promise<FoundPage> {
    const after = start === '' ? '' : folder + start
    const { keys, more } = await store.listKeysPage(folder, after, search.limit)
    const names = keys.map((key) => key.slice(folder.length))
    const within = names.filter((name) => !isBefore(name, search.from))
    const isEnd = !more || within.length < names.length
    const last = within.at(-1)
    const entries = within.flatMap((name) => readName(name) ?? [])
    if (isEnd || last === undefined) return { entries, next: null, searchedTo: null }
    return { entries, next: last, searchedTo: timeOfName(last) }
  }

  async function lookThrough(
    { from, limit }: Search,
    matches: (entry: Entry) => boolean,
    start: string,
  ): Promise<FoundPage> {
    const entries: Entry[] = []
    const cost: Cost = { requests: 0, written: 0 }
    const plan = { store, folder, summaries, now: now(), from: start, wantsNames: true }
    for await (const block of walk(plan, cost)) {
      const names = block.type === 'names' ? block.names : []
      for (const name of names) {
        if (isBefore(name, from)) return { entries, next: null, searchedTo: null }
        const entry = readName(name)
        if (!entry || !matches(entry)) continue
        entries.push(entry)
        if (entries.length === limit) return { entries, next: name, searchedTo: timeOfName(name) }
      }
      const last = names.at(-1)
      if (last !== undefined && cost.requests >= MOST_REQUESTS) {
        return { entries, next: last, searchedTo: timeOfName(last) }
      }
    }
    return { entries, next: null, searchedTo: null }
  }

  return {
    add,
    replace,
    addMissing: async (entries) => {
      const done = { added: 0, left: 0 }
      await Promise.all(
        entries.map(async (entry) => {
          if ((await sameAs(entry)).length > 0) return
          if (now() - entry.at < SETTLED) {
            done.left += 1
          } else {
            await put(entry)
            done.added += 1
          }
        }),
      )
      return done
    },
    sumUpAnew: () => summaries.clear(),
    search: (search) => {
      const latest = search.to === null ? '' : timeMark(endOfDay(search.to))
      const start = [latest, search.after ?? ''].reduce((a, b) => (isBehind(b, a) ? b : a))
      return search.matches ? lookThrough(search, search.matches, start) : listPage(search, start)
    },
    totals: async () => {
      const days = new Map<string, DayTotals>()
      const cost: Cost = { requests: 0, written: 0 }
      const plan = { store, folder, summaries, now: now(), from: '', wantsNames: false }
      for await (const block of walk(plan, cost)) {
        for (const sum of block.type === 'day' ? [block.summary] : sumsOf(block.names)) {
          const before = days.get(sum.day) ?? { count: 0, bytes: 0, parts: 0 }
          days.set(sum.day, {
            day: sum.day,
            count: before.count + sum.count,
            bytes: before.bytes + sum.bytes,
            parts: before.parts + sum.parts,
          })
        }
        // A day that was summed up costs nothing the next time: so every question gets further.
        if (cost.requests >= MOST_REQUESTS && cost.written > 0) {
          return { days: [...days.values()], complete: false }
        }
      }
      return { days: [...days.values()], complete: true }
    },
  }
}

function isBefore(name: string, day: string | null): boolean {
  return day !== null && dayOf(timeOfName(name)) < day
}

function sumsOf(names: readonly string[]): DayTotals[] {
  const byDay = new Map<string, string[]>()
  for (const name of names) {
    const day = dayOf(timeOfName(name))
    const same = byDay.get(day)
    if (same) same.push(name)
    else byDay.set(day, [name])
  }
  return [...byDay].map(([day, same]) => sumUp(day, same))
}
