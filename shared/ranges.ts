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
  const at = set.findIndex(([first, last]) => first <= number && number <= last)
  const run = set[at]
  if (!run) return set
  const [first, last] = run
  const rest: Run[] = []
  if (first < number) rest.push([first, number - 1])
  if (number < last) rest.push([number + 1, last])
  return [...set.slice(0, at), ...rest, ...set.slice(at + 1)]
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
  return set.some(([first, last]) => first <= number && number <= last)
}

/** The set's numbers in order, made as they are asked for. */
export function* numbersOf(set: NumberSet): Generator<number, void> {
  for (const [first, last] of set) {
    for (let number = first; number <= last; number++) yield number
  }
}
