/** The figures of docs/costs.md are those that its prices and formulas give. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { GIB, MIB } from '../../shared/limits.ts'
import { planParts } from '../../shared/plan.ts'

const TEXT = readFileSync(resolve(import.meta.dirname, '../../docs/costs.md'), 'utf8')
const SIZES: Readonly<Record<string, number>> = { '1 GB': 1e9, '100 GB': 1e11, '1 TB': 1e12 }

/** Cells of the rows of the tables whose first cell begins so. */
function rowOf(first: string): string[] {
  const row = TEXT.split('\n').find((line) => line.startsWith(`| ${first}`))
  if (row === undefined) throw new Error(`costs.md has no row ${first}`)
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

/** Amounts in dollars, with how exact each is. */
const amountsIn = (cell: string) =>
  [...cell.matchAll(/\$(\d+(?:\.(\d+))?)/g)].map(([, amount = '', decimals = '']) => ({
    amount: Number(amount),
    decimals: decimals.length,
  }))
const priceOf = (first: string) => amountsIn(rowOf(first)[1] ?? '').map(({ amount }) => amount)

function expectAmounts(cell: string | undefined, computed: readonly number[]): void {
  const amounts = amountsIn(cell ?? '')
  expect(amounts.map(({ amount }) => amount)).toEqual(
    amounts.map(({ decimals }, index) => Number(computed[index]?.toFixed(decimals))),
  )
  expect(amounts.length).toBe(computed.length)
}

it.each(Object.keys(SIZES))('has what %s costs', (name) => {
  const size = SIZES[name] ?? 0
  const [, parts, requests, transferIn, storage, acceleration, download] = rowOf(`${name} |`)
  const { partCount } = planParts(size)
  const [storagePrice = NaN] = priceOf('storage')
  const [requestPrice = NaN] = priceOf('`PUT`')
  const [outPrice = NaN] = priceOf('transfer out')
  expect(Number(parts?.replace(',', ''))).toBe(partCount)
  expectAmounts(requests, [((partCount + partCount / 1000 + 7) * requestPrice) / 1000])
  expectAmounts(transferIn, [0])
  // AWS's GB has 2^30 bytes.
  const billed = size / GIB
  expectAmounts(storage, [billed * storagePrice])
  expectAmounts(
    acceleration,
    priceOf('Transfer Acceleration').map((price) => billed * price),
  )
  expectAmounts(download, [billed * outPrice])
})

it('says how many parts there may be where the link is slow or fast', () => {
  const [, ofSmall, ofLarge] =
    /100 GB then has ([\d,]+) of them, and ([\d,]+) /
      .exec(TEXT)
      ?.map((one) => Number(one.replace(',', ''))) ?? []
  expect(ofSmall).toBe(planParts(1e11, 5 * MIB).partCount)
  expect(ofLarge).toBe(planParts(1e11, 64 * MIB).partCount)
})

it('says what a terabyte costs that was left at its end', () => {
  const [storagePrice = NaN] = priceOf('storage')
  const [, perMonth, total] =
    /1 TB that was left at its end costs (\$\d+) × 8 \/ 30 = (\$\d+)/.exec(TEXT) ?? []
  const month = (1e12 / GIB) * storagePrice
  expectAmounts(perMonth, [month])
  expectAmounts(total, [(month * 8) / 30])
})
