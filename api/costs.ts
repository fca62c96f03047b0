import * as v from 'valibot'
import { pricesSchema, type DayTotals, type Prices, type TotalsAnswer } from '../shared/admin.ts'
import { GIB } from '../shared/limits.ts'

/**
 * Requests of an upload beside its parts: to find what there is of it, create it, list its parts,
 * complete it, read its head (3), and to write what is kept of it (4).
 */
const REQUESTS_OF_AN_UPLOAD = 11

export const costEntries = {
  PRICES: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => v.safeParse(textSchema(), text).success,
        'must be JSON like {"currency":"USD","storagePerGbMonth":0.023,"per1000Requests":0.005,"transferPerGb":0}',
      ),
      v.transform((text) => v.parse(textSchema(), text)),
    ),
  ),
}

function textSchema() {
  return v.pipe(v.string(), v.parseJson(), pricesSchema)
}

type Sum = Omit<DayTotals, 'day'>

/** What the bucket costs by an operator's prices, as far as the sums tell. */
export function estimate(
  prices: Prices,
  all: Sum,
  recent: Sum,
): NonNullable<TotalsAnswer['estimate']> {
  const requestCount = recent.parts + recent.count * REQUESTS_OF_AN_UPLOAD
  return {
    prices,
    storageMonth: (all.bytes / GIB) * prices.storagePerGbMonth,
    requests: (requestCount / 1000) * prices.per1000Requests,
    requestCount,
    transfer: (recent.bytes / GIB) * prices.transferPerGb,
  }
}

export function addUp(days: readonly DayTotals[]): Sum {
  const sum = { count: 0, bytes: 0, parts: 0 }
  for (const { count, bytes, parts } of days) {
    sum.count += count
    sum.bytes += bytes
    sum.parts += parts
  }
  return sum
}
