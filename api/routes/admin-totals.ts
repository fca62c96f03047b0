import { Hono } from 'hono'
import type { TotalsAnswer } from '../../shared/admin.ts'
import { addUp, estimate } from '../costs.ts'
import type { Dependencies } from '../dependencies.ts'
import { DAY, dayOf } from '../ledger/days.ts'
import { identifyAdmin, type ApiEnvironment } from './environment.ts'

const SHOWN_DAYS = 30

/** `GET /admin/totals`: what arrived and what didn't, day by day, and what it may cost. */
export function adminTotalsRoute(deps: Dependencies) {
  return new Hono<ApiEnvironment>().get('/admin/totals', ...identifyAdmin(deps), async (c) =>
    c.json(await totals(deps)),
  )
}

async function totals({ ledgers, prices, now }: Dependencies): Promise<TotalsAnswer> {
  const [verified, failed] = await Promise.all([ledgers.verified.totals(), ledgers.failed.totals()])
  const first = dayOf(now() - (SHOWN_DAYS - 1) * DAY)
  const recent = verified.days.filter(({ day }) => day >= first)
  const all = addUp(verified.days)
  return {
    verified: recent,
    failed: failed.days.filter(({ day }) => day >= first),
    all,
    complete: verified.complete && failed.complete,
    estimate: prices ? estimate(prices, all, addUp(recent)) : null,
  }
}
