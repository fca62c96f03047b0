import { withNumber, without, type NumberSet } from '../../../shared/ranges.ts'

/**
 * The checksums of parts that were hashed before their turn. They lie in blocks of neighbours, so
 * that a change copies one block and not all of them.
 */
export interface Ahead {
  readonly numbers: NumberSet
  readonly size: number
  /** Base64; null where the store checks nothing. */
  readonly blocks: ReadonlyMap<number, ReadonlyMap<number, string | null>>
}

export const NONE_AHEAD: Ahead = { numbers: [], size: 0, blocks: new Map() }

/** Parts in a block. */
const BLOCK = 16

function blockOf(number: number): number {
  return Math.floor(number / BLOCK)
}

/** undefined where the part was not hashed before its turn. */
export function checksumAhead({ blocks }: Ahead, number: number): string | null | undefined {
  return blocks.get(blockOf(number))?.get(number)
}

export function withAhead(ahead: Ahead, number: number, checksum: string | null): Ahead {
  const at = blockOf(number)
  const block = new Map(ahead.blocks.get(at)).set(number, checksum)
  const blocks = new Map(ahead.blocks).set(at, block)
  const size = ahead.size + (checksumAhead(ahead, number) === undefined ? 1 : 0)
  return { numbers: withNumber(ahead.numbers, number), size, blocks }
}

/** Without the part; the same where it is none of them. */
export function withoutAhead(ahead: Ahead, number: number): Ahead {
  if (checksumAhead(ahead, number) === undefined) return ahead
  const at = blockOf(number)
  const block = new Map(ahead.blocks.get(at))
  block.delete(number)
  const blocks = new Map(ahead.blocks)
  if (block.size === 0) blocks.delete(at)
  else blocks.set(at, block)
  return { numbers: without(ahead.numbers, number), size: ahead.size - 1, blocks }
}

/** In about the order in which they were hashed. */
export function* partsAhead({ blocks }: Ahead): Generator<[number, string | null], void> {
  for (const block of blocks.values()) yield* block
}
