import { MAX_LIST_PAGE } from '../../shared/limits.ts'
import type { ObjectStore } from '../s3/store.ts'
import { dayOf, endOfDay, SETTLED, type Summary } from './days.ts'
import { timeMark, timeOfName } from './entry.ts'
import type { Summaries } from './summaries.ts'

/** Summaries that are asked for at once. */
const AHEAD = 8

/** Some entries, or a day's sum. */
export type Block =
  | { readonly type: 'names'; readonly names: readonly string[] }
  | { readonly type: 'day'; readonly summary: Summary }

/** What a walk cost so far, for whoever wants to end it. */
export interface Cost {
  requests: number
  /** Summaries that were made and kept. */
  written: number
}

export interface WalkPlan {
  readonly store: Pick<ObjectStore, 'listKeysPage'>
  /** Of the entries. */
  readonly folder: string
  readonly summaries: Summaries
  /** ms since 1970. */
  readonly now: number
  /** A name or a time's mark, behind which it begins; '' for the newest. */
  readonly from: string
  /** Whether of days that have a summary the entries are wanted, and not their sum. */
  readonly wantsNames: boolean
}

/**
 * All entries from a point in time on, the newest first: days that are over by their summaries,
 * others by the store's list. Days that it has read to their end are summed up on the way.
 */
export async function* walk(plan: WalkPlan, cost: Cost): AsyncGenerator<Block> {
  const { store, folder, summaries, from, now } = plan
  cost.requests += 1
  const days = await summaries.list()
  const reader = createReader(summaries, days, cost)
  let after = from
  let keeps = true
  let open: { day: string; names: string[]; isWhole: boolean } | undefined

  /** A day was read to its end. @param earlier the next earlier one */
  async function end(earlier: string | null): Promise<void> {
    const { day, names, isWhole } = open ?? { day: '', names: [], isWhole: false }
    open = undefined
    if (!keeps || !isWhole || days.has(day) || now < endOfDay(day) + SETTLED) return
    cost.requests += 1
    // Where one can't be kept, each further try would take as long and come to the same.
    keeps = await summaries.write(day, names, earlier)
    if (keeps) cost.written += 1
  }

  for (;;) {
    const summary = after === '' ? undefined : days.get(dayOf(timeOfName(after)))
    if (summary) {
      await end(summary.day)
      const isFromItsEnd = after <= timeMark(endOfDay(summary.day))
      if (plan.wantsNames || !isFromItsEnd) {
        const names = await reader.read(summary)
        if (!names) {
          days.delete(summary.day)
          continue
        }
        yield { type: 'names', names: names.filter((name) => isBehind(name, after)) }
      } else {
        yield { type: 'day', summary }
      }
      if (summary.earlier === null) return
      after = timeMark(endOfDay(summary.earlier))
      continue
    }

    cost.requests += 1
    const page = await store.listKeysPage(folder, after === '' ? '' : folder + after, MAX_LIST_PAGE)
    const found = page.keys.map((key) => key.slice(folder.length))
    const known = found.findIndex((name) => days.has(dayOf(timeOfName(name))))
    const names = known < 0 ? found : found.slice(0, known)
    for (const name of names) {
      const day = dayOf(timeOfName(name))
      if (open?.day !== day) {
        await end(day)
        open = { day, names: [], isWhole: from === '' || from <= timeMark(endOfDay(day)) }
      }
      open.names.push(name)
    }
    if (names.length > 0) yield { type: 'names', names }
    const next = found[known]
    if (next !== undefined) {
      after = timeMark(endOfDay(dayOf(timeOfName(next))))
    } else if (page.more && found.length > 0) {
      after = found.at(-1) ?? after
    } else {
      await end(null)
      return
    }
  }
}

/** Whether the store lists a name behind another: by the bytes of both. */
export function isBehind(name: string, other: string): boolean {
  return Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0
}

/** Reads summaries, some of those that come next at the same time. */
function createReader(summaries: Summaries, days: ReadonlyMap<string, Summary>, cost: Cost) {
  const asked = new Map<string, ReturnType<Summaries['read']>>()

  function ask(summary: Summary): ReturnType<Summaries['read']> {
    const running = asked.get(summary.day)
    if (running) return running
    cost.requests += 1
    const names = summaries.read(summary)
    // Whoever comes to that day hears of it.
    names.catch(() => undefined)
    asked.set(summary.day, names)
    return names
  }

  return {
    read: async (summary: Summary) => {
      let next: Summary | undefined = summary
      for (let count = 0; next && count < AHEAD; count++) {
        void ask(next)
        next = next.earlier === null ? undefined : days.get(next.earlier)
      }
      const names = await ask(summary)
      asked.delete(summary.day)
      return names
    },
  }
}
