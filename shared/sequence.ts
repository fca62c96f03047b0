/** Whole numbers in an order of their own, as runs that go up or down: few where neighbours follow each other. */

import { minus, type NumberSet } from './ranges.ts'

/** The numbers from one to another, both included: downwards where the second is less. */
type Stretch = readonly [from: number, to: number]
/** No number is in it twice. */
export type Sequence = readonly Stretch[]

/** The sequence of different numbers, in the order given. */
export function sequenceOf(numbers: Iterable<number>): Sequence {
  const stretches: [from: number, to: number][] = []
  for (const number of numbers) {
    const last = stretches.at(-1)
    if (last && continues(last, number)) last[1] = number
    else stretches.push([number, number])
  }
  return stretches
}

function continues([from, to]: Stretch, number: number): boolean {
  return (number === to + 1 && to >= from) || (number === to - 1 && to <= from)
}

/** The sequence without `number`; the same one when it was not in it. */
export function leavingOut(sequence: Sequence, number: number): Sequence {
  const at = sequence.findIndex((stretch) => reaches(stretch, number))
  const stretch = sequence[at]
  if (!stretch) return sequence
  const [from, to] = stretch
  const step = to < from ? -1 : 1
  const rest: Stretch[] = []
  if (number !== from) rest.push([from, number - step])
  if (number !== to) rest.push([number + step, to])
  return [...sequence.slice(0, at), ...rest, ...sequence.slice(at + 1)]
}

function reaches([from, to]: Stretch, number: number): boolean {
  return Math.min(from, to) <= number && number <= Math.max(from, to)
}

/** Its numbers in order, made as they are asked for. */
export function* inOrder(sequence: Sequence): Generator<number, void> {
  for (const [from, to] of sequence) {
    const step = to < from ? -1 : 1
    for (let number = from; number !== to; number += step) yield number
    yield to
  }
}

/** Its numbers from the last to the first. */
export function backwards(sequence: Sequence): Generator<number, void> {
  return inOrder(sequence.map(([from, to]): Stretch => [to, from]).toReversed())
}

/** Its first numbers, at most so many. */
export function firstOf(sequence: Sequence, most: number): number[] {
  const first: number[] = []
  for (const number of inOrder(sequence)) {
    if (first.length >= most) break
    first.push(number)
  }
  return first
}

/** Its numbers as ordered runs that don't overlap. */
export function asSet(sequence: Sequence): NumberSet {
  const runs = sequence.map(([from, to]) => [Math.min(from, to), Math.max(from, to)] as const)
  return runs.sort(([a], [b]) => a - b)
}

/** Its numbers that are not in the set, in its order. */
export function outside(sequence: Sequence, set: NumberSet): Sequence {
  return sequence.flatMap(([from, to]): Stretch[] => {
    const left = minus([[Math.min(from, to), Math.max(from, to)]], set)
    return to < from ? left.map(([a, b]): Stretch => [b, a]).toReversed() : [...left]
  })
}
