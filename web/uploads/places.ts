import { inOrder, placeOf, rankOf, type Ordered } from '../../shared/order.ts'

/**
 * The places by which an upload comes before another, or last, among those of its priority. Mostly it
 * is its own place alone that changes: where there is no number left between its neighbours' all of
 * them are numbered anew, with numbers less than any time.
 *
 * @param before null for none
 */
export function placesFor(
  all: readonly Ordered[],
  id: string,
  before: string | null,
): (readonly [id: string, place: number])[] {
  const moved = all.find((one) => one.id === id)
  if (!moved) return []
  const target = all.find((one) => one.id === before)
  const others = all.filter((one) => one !== moved && rankOf(one) === rankOf(moved)).sort(inOrder)
  const found = target ? others.findIndex((one) => inOrder(one, target) >= 0) : -1
  const at = found < 0 ? others.length : found
  const [low = -Infinity, high = Infinity] = [others[at - 1], others[at]].map(
    (one) => one && placeOf(one),
  )
  const place = low === -Infinity ? high - 1 : high === Infinity ? low + 1 : (low + high) / 2
  if (low < place && place < high) return [[id, place]]
  return others.toSpliced(at, 0, moved).map((one, index) => [one.id, index])
}
