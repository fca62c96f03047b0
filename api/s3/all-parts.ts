import { MAX_LIST_PAGE } from '../../shared/limits.ts'
import { ApiFailure } from '../failure.ts'
import type { StoredPart } from './store.ts'

/** A page of a store's list of parts. */
export interface PartsPage {
  readonly parts: readonly StoredPart[]
  /** The number behind which the next page begins; null on the last one. */
  readonly next: number | null
}

type AskForPage = (after: number, most: number) => Promise<PartsPage>

/**
 * All parts by number. A page takes a store some tenths of a second, so that those behind the first
 * are asked for side by side where it is known how far they may reach.
 *
 * @param page the parts behind a number, at most so many; a store may give fewer
 * @param last the highest number that a part may have; null where that isn't known
 * @throws ApiFailure bad_answer when the list doesn't come to an end; what `page` throws
 */
export async function allParts(page: AskForPage, last: number | null): Promise<StoredPart[]> {
  const first = await pageBehind(0, page)
  const parts = [...first.parts]
  if (first.next === null) return parts.sort(byNumber)
  const ranges: Promise<StoredPart[]>[] = []
  const step = last === null ? Infinity : MAX_LIST_PAGE
  for (let after = first.next; after < (last ?? Infinity); after += step) {
    ranges.push(partsBetween(page, after, after + step))
  }
  return [...parts, ...(await Promise.all(ranges)).flat()].sort(byNumber)
}

/** The parts behind one number up to another. */
async function partsBetween(page: AskForPage, after: number, end: number): Promise<StoredPart[]> {
  const parts: StoredPart[] = []
  let from: number | null = after
  while (from !== null && from < end) {
    const { parts: some, next } = await pageBehind(from, page)
    parts.push(...some.filter(({ number }) => number <= end))
    from = next
  }
  return parts
}

async function pageBehind(after: number, page: AskForPage): Promise<PartsPage> {
  const answer = await page(after, MAX_LIST_PAGE)
  if (answer.next === null || answer.next > after) return answer
  throw new ApiFailure('bad_answer', 'the list of parts does not come to an end')
}

function byNumber(a: StoredPart, b: StoredPart): number {
  return a.number - b.number
}
