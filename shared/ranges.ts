/** A set of whole numbers as ordered runs, which stays small while it is worked off in order. */

/** The numbers `first` to `last`, both included. */
export type Run = readonly [first: number, last: number]
/** Ordered runs that neither touch nor overlap. */
export type NumberSet = readonly Run[]

/** The numbers 1 to `count`. */
export function upTo(count: number): NumberSet {
  return count < 1 ? [] : [[1, count]]
}

/** The set without `number`; the same set when it was not in it. */
export function without(set: NumberSet, number: number): NumberSet {
  const at = placeOf(set, number)
  const run = set[at]
  if (!run || run[0] > number) return set
  const [first, last] = run
  const rest: Run[] = []
  if (first < number) rest.push([first, number - 1])
  if (number < last) rest.push([number + 1, last])
  return [...set.slice(0, at), ...rest, ...set.slice(at + 1)]
}

/** The set with `number`; the same set when it was in it. */
export function withNumber(set: NumberSet, number: number): NumberSet {
  const at = placeOf(set, number)
  const after = set[at]
  if (after && after[0] <= number) return set
  const before = set[at - 1]
  const joinsBefore = before !== undefined && before[1] === number - 1
  const joinsAfter = after !== undefined && after[0] === number + 1
  const run: Run = [joinsBefore ? before[0] : number, joinsAfter ? after[1] : number]
  return [...set.slice(0, joinsBefore ? at - 1 : at), run, ...set.slice(joinsAfter ? at + 1 : at)]
}

/** The set without those of another. */
export function minus(set: NumberSet, other: NumberSet): NumberSet {
  const runs: Run[] = []
  let at = 0
  for (const [first, last] of set) {
    let next = first
    for (let taken = other[at]; taken && taken[0] <= last; taken = other[at]) {
      if (taken[0] > next) runs.push([next, taken[0] - 1])
      next = Math.max(next, taken[1] + 1)
      // It may reach into the next run.
      if (taken[1] > last) break
      at += 1
    }
    if (next <= last) runs.push([next, last])
  }
  return runs
}

/** The numbers 1 to `count` that are not among `present`, which may come in any order. */
export function missingFrom(count: number, present: Iterable<number>): NumberSet {
  const runs: Run[] = []
  let next = 1
  for (const number of [...new Set(present)].sort((a, b) => a - b)) {
    if (number < next || number > count) continue
    if (number > next) runs.push([next, number - 1])
    next = number + 1
  }
  if (next <= count) runs.push([next, count])
  return runs
}

/** How many numbers the set has. */
export function countOf(set: NumberSet): number {
  return set.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}

/** Whether the set has `number`. */
export function has(set: NumberSet, number: number): boolean {
  const run = set[placeOf(set, number)]
  return run !== undefined && run[0] <= number
}

/** The set's numbers in order, made as they are asked for. */
export function* numbersOf(set: NumberSet): Generator<number, void> {
  for (const [first, last] of set) {
    for (let number = first; number <= last; number++) yield number
  }
}

/** The place of the first run that ends at `number` or later. */
function placeOf(set: NumberSet, number: number): number {
  let low = 0
  let high = set.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((set[middle]?.[1] ?? Infinity) < number) low = middle + 1
    else high = middle
  }
  return low
}
