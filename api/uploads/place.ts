/**
 * The place of an object's receipt, where one server may give it a receipt while another takes it away as
 * it is not the file: they have nothing else in common that only one of them could get.
 *
 * Who takes an object away puts a mark in that place before, and whoever is first there has it:
 *
 * - What has a receipt is not taken away. What has a mark gets no receipt until the mark has ended: who
 *   wants to give one is told to ask anew (slow_down), and nobody has heard of a receipt.
 * - A mark that has ended stays. Who looked at the object before it was taken away, and comes late, finds it
 *   there and looks again: the object is gone, or was put anew, maybe with the same bytes and ETag.
 * - Such a mark makes way for a receipt, or for the next mark: it is removed by its own ETag, and what
 *   is to be there is added, so that of several only one succeeds.
 * - A mark ends when its object is gone; by itself after some time, as a server may die. Who wrote it takes
 *   nothing away any more long before that.
 *
 * A store that can't be told to overwrite nothing, or not what to remove, leaves the moment between two
 * requests.
 */
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'

/** Ms for which a mark lasts: what was begun in the first of them has ended by then, tried again or not. */
export const MARK_LASTS = 5 * 60_000
/** Seconds after which to ask whether a mark has ended. */
const ASK_AGAIN = 2

const markSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** Of this mark alone. */
    discarding: v.pipe(v.string(), v.uuid()),
    /** Ms since 1970, by the clock of the server that wrote it. */
    until: v.number(),
  }),
)
type Mark = v.InferOutput<typeof markSchema>

/** A mark that its object is being taken away. @param until ms since 1970; 0 where it is gone */
export function markText(until: number): string {
  return `${JSON.stringify({ discarding: randomUUID(), until } satisfies Mark)}\n`
}

/** Undefined where it is anything else. */
export function readMark(text: string | undefined): Mark | undefined {
  const mark = v.safeParse(markSchema, text)
  return mark.success ? mark.output : undefined
}

/**
 * Puts a receipt or a mark in its place.
 *
 * @param guarded whether the store can be told to overwrite nothing
 * @param isTrue whether what it says is so, after another server may have taken the object away
 * @returns false where something else is there: most probably a receipt
 * @throws ApiFailure slow_down while the object is being taken away, or was meanwhile
 */
export async function occupy(
  { store, now }: Pick<Dependencies, 'store' | 'now'>,
  place: string,
  text: string,
  guarded: boolean,
  isTrue: () => Promise<boolean>,
): Promise<boolean> {
  if (guarded && (await store.addDocument(place, text))) return true
  const found = await store.getDocument(place)
  // Where the answer to it was lost, the client sent it again and found it.
  if (found === text) return true
  const mark = readMark(found)
  if (found !== undefined && !mark) return false
  if (!guarded && !mark) {
    await store.putDocument(place, text)
    return true
  }
  if ((mark && mark.until > now()) || !(await isTrue())) throw beingDiscarded()
  const ended = mark && (await store.head(place))
  // No two marks are equal: it is the one that was just looked at.
  if (ended && (await store.getDocument(place)) === found) await store.remove(place, ended.etag)
  if (!guarded) await store.putDocument(place, text)
  else if (!(await store.addDocument(place, text))) throw beingDiscarded()
  return true
}

export function beingDiscarded(): ApiFailure {
  return new ApiFailure('slow_down', 'what was put is being taken away: ask again', {
    retryAfter: ASK_AGAIN,
  })
}
