import type { Logger } from 'pino'
import * as v from 'valibot'
import { planParts } from '../../shared/plan.ts'
import type { ObjectStore } from '../s3/store.ts'
import { readSummaryName, summaryName, type Summary } from './days.ts'
import { readName } from './entry.ts'

type Store = Pick<ObjectStore, 'getDocument' | 'listKeys' | 'putDocument' | 'remove'>

const documentSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()))

/**
 * One object for each day that is over, with the names of all its entries; what they sum up to stands
 * in its own name. They only save time: any may be deleted, and is made again when it is missed.
 */
export interface Summaries {
  /** Of all days that have one: one list for every 1,000. */
  list(): Promise<Map<string, Summary>>
  /** The names of a day's entries, the newest first; undefined where they are gone or damaged. */
  read(summary: Summary): Promise<readonly string[] | undefined>
  /** Whether it was kept. @param earlier the next earlier day that has entries */
  write(day: string, names: readonly string[], earlier: string | null): Promise<boolean>
  /**
   * Has them made again, as entries were changed.
   *
   * @param day the only one whose were; else all days
   */
  clear(day?: string): Promise<void>
}

export function createSummaries(store: Store, folder: string, log: Logger): Summaries {
  return {
    list: async () => {
      const days = new Map<string, Summary>()
      for (const key of await store.listKeys(folder)) {
        const summary = readSummaryName(key.slice(folder.length))
        if (!summary) continue
        const known = days.get(summary.day)
        // Of two that were made at the same time the one that saw more.
        if (!known || known.count < summary.count) days.set(summary.day, summary)
      }
      return days
    },
    read: async (summary) => {
      const text = await store.getDocument(folder + summaryName(summary))
      const names = v.safeParse(documentSchema, text)
      if (names.success) return names.output
      log.warn({ day: summary.day }, 'the summary of a day is gone or damaged, and is made again')
      return undefined
    },
    write: async (day, names, earlier) => {
      const summary = { ...sumUp(day, names), earlier }
      try {
        await store.putDocument(folder + summaryName(summary), `${JSON.stringify(names)}\n`)
        return true
      } catch (error) {
        log.warn({ day, err: error }, 'the summary of a day could not be kept')
        return false
      }
    },
    clear: async (day) => {
      for (const key of await store.listKeys(folder)) {
        const summary = readSummaryName(key.slice(folder.length))
        if (day === undefined || (summary && isAbout(summary, day))) await store.remove(key)
      }
    },
  }
}

/** Whether it is of this day, or of a later one and says that there is nothing on this day. */
function isAbout(summary: Summary, day: string): boolean {
  return summary.day === day || (summary.day > day && (summary.earlier ?? '') < day)
}

/** What entries of one day sum up to. A disproved one counts where its failure is noted. */
export function sumUp(day: string, names: readonly string[]): Omit<Summary, 'earlier'> {
  let count = 0
  let bytes = 0
  let parts = 0
  for (const name of names) {
    const entry = readName(name)
    if (!entry || entry.outcome === 'disproved') continue
    count += 1
    bytes += entry.size
    parts += planParts(entry.size).partCount
  }
  return { day, count, bytes, parts }
}
