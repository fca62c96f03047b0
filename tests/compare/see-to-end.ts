import { setTimeout as sleep } from 'node:timers/promises'
import type { Act, ContestPage } from './contestant.ts'

/** ms between two looks at the page. */
const INTERVAL = 100
/** ms for which the page may go on asking for what it was just given. */
const TAKEN_WITHIN = 5000
/** How often a person does the same thing before giving up. */
const MOST_TIMES = 2

/** How an upload ended, as the page told it. */
export interface Ending {
  /** What the page said each time that it asked for something, with what was done. */
  readonly asked: readonly { readonly says: string; readonly act: Act }[]
  /** What it said last. */
  readonly says: string
  /** Whether it said that the upload has succeeded. */
  readonly claims: boolean
  /** Whether nothing came of it in the time that there was. */
  readonly late: boolean
}

/**
 * Watches a page until the upload has ended or can't go on, and does what it asks the person for.
 *
 * @param path of the file, where it is chosen again
 * @param limit ms
 * @param anew whether the person begins a new upload where the page has given up
 */
export async function seeToEnd(
  page: Pick<ContestPage, 'uploads' | 'act'>,
  path: string,
  limit: number,
  anew = false,
): Promise<Ending> {
  const asked: { says: string; act: Act }[] = []
  const end = performance.now() + limit
  let lastAct = -Infinity
  let says = ''
  while (performance.now() < end) {
    const shown = await page.uploads()
    if (shown) {
      ;({ says } = shown)
      const { claims, gaveUp, wants } = shown
      const isOver = gaveUp && !(anew && wants !== null)
      if (claims || isOver) return { asked, says, claims, late: false }
      const before = asked.at(-1)
      const isTaken = before?.act !== wants || performance.now() - lastAct > TAKEN_WITHIN
      if (wants !== null && isTaken) {
        const times = asked.filter(({ act }) => act === wants).length
        if (times === MOST_TIMES) return { asked, says, claims: false, late: false }
        asked.push({ says, act: wants })
        await page.act(wants, path)
        lastAct = performance.now()
      }
    }
    await sleep(INTERVAL)
  }
  return { asked, says, claims: false, late: true }
}
