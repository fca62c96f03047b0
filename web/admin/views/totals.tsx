import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { TotalsAnswer } from '../../../shared/admin.ts'
import { api } from '../api.ts'
import { PRICES_EXAMPLE } from '../commands.ts'
import { useWork } from '../state/answer.ts'
import { refreshed } from '../state/route.ts'
import { format, text } from '../text/catalogue.ts'
import { Chart, type Bar } from './chart.tsx'
import { Copyable, Empty, Loading, Problem } from './parts.tsx'

const SHOWN_DAYS = 30
const DAY = 86_400_000

interface Day {
  readonly day: string
  readonly verified: number
  readonly bytes: number
  readonly failed: number
}

/** What arrived and what didn't, day by day, and what it may cost. */
export function Totals() {
  const totals = useSignal<TotalsAnswer | null>(null)
  const work = useWork()
  useEffect(() => {
    const stop = { is: false }
    work.runNext(async () => {
      do totals.value = await api.totals()
      while (!totals.value.complete && !stop.is)
    })
    return () => {
      stop.is = true
    }
  }, [refreshed.value])
  const known = totals.value
  return (
    <section class="view" aria-busy={work.busy}>
      <p class="hint">{text.totals.what}</p>
      <Problem words={work.problem} again={work.again} />
      {known === null && work.busy && <Loading />}
      {known !== null && (
        <>
          {!known.complete && (
            <p class="loading" role="status">
              {text.totals.counting}
            </p>
          )}
          <Sums totals={known} />
          <Charts days={daysOf(known)} />
          <Cost totals={known} />
        </>
      )}
    </section>
  )
}

function Sums({ totals }: { totals: TotalsAnswer }) {
  const verified = sum(totals.verified)
  const failed = sum(totals.failed)
  const ended = verified.count + failed.count
  return (
    <dl class="figures">
      <div class="card">
        <dt>{text.totals.arrived}</dt>
        <dd class="figure">{format.bytes(totals.all.bytes)}</dd>
        <dd class="hint">{text.totals.all(totals.all.count)}</dd>
      </div>
      <div class="card">
        <dt>{text.totals.recent}</dt>
        <dd class="figure">{format.bytes(verified.bytes)}</dd>
        <dd class="hint">{text.totals.recentFiles(verified.count)}</dd>
      </div>
      <div class="card">
        <dt>{text.totals.failed}</dt>
        <dd class="figure">{format.number(failed.count)}</dd>
        <dd class="hint">
          {text.totals.failedWhy}
          {ended > 0 && `. ${text.totals.share(format.percent(verified.count / ended))}`}
        </dd>
      </div>
    </dl>
  )
}

function Charts({ days }: { days: readonly Day[] }) {
  if (days.every(({ verified, failed }) => verified + failed === 0)) {
    return <Empty what={text.totals.empty} />
  }
  const bars = (values: (day: Day) => Omit<Bar, 'day'>): Bar[] =>
    days.map((day) => ({ day: day.day, ...values(day) }))
  return (
    <div class="charts">
      <Chart
        title={text.totals.bytesChart}
        bars={bars(({ bytes }) => ({ value: bytes, more: 0 }))}
        show={format.bytes}
      />
      <Chart
        title={text.totals.filesChart}
        bars={bars(({ verified, failed }) => ({ value: verified, more: failed }))}
        show={format.number}
        legend={[text.totals.verified, text.totals.notVerified]}
      />
      <details class="card as-table">
        <summary>{text.totals.table}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={text.totals.table}>
          <table>
            <thead>
              <tr>
                {text.totals.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map(({ day, verified, bytes, failed }) => (
                <tr key={day}>
                  <th scope="row">{text.day(day)}</th>
                  <td>{format.number(verified)}</td>
                  <td>{format.bytes(bytes)}</td>
                  <td>{format.number(failed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  )
}

function Cost({ totals }: { totals: TotalsAnswer }) {
  const { estimate, all, verified } = totals
  if (estimate === null) {
    return (
      <section class="card" aria-labelledby="cost">
        <h3 id="cost">{text.totals.cost}</h3>
        <p>{text.totals.noPrices}</p>
        <p class="hint">{text.totals.noPricesNext}</p>
        <Copyable value={PRICES_EXAMPLE} label={text.totals.noPricesNext} />
      </section>
    )
  }
  const { currency } = estimate.prices
  const lines = [
    [
      text.totals.costStorage,
      estimate.storageMonth,
      text.totals.costStorageWhy(format.bytes(all.bytes)),
    ],
    [
      text.totals.costRequests,
      estimate.requests,
      text.totals.costRequestsWhy(format.number(estimate.requestCount)),
    ],
    [
      text.totals.costTransfer,
      estimate.transfer,
      text.totals.costTransferWhy(format.bytes(sum(verified).bytes)),
    ],
  ] as const
  return (
    <section class="card" aria-labelledby="cost">
      <h3 id="cost">{text.totals.cost}</h3>
      <dl class="costs">
        {lines.map(([name, amount, why]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="amount">{text.totals.money(amount, currency)}</dd>
            <dd class="hint">{why}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** All of the last days, the oldest first, those too on which nothing ended. */
function daysOf({ verified, failed }: TotalsAnswer): Day[] {
  const good = new Map(verified.map((day) => [day.day, day]))
  const bad = new Map(failed.map((day) => [day.day, day]))
  return Array.from({ length: SHOWN_DAYS }, (_, index) => {
    const time = Date.now() - (SHOWN_DAYS - 1 - index) * DAY
    const day = new Date(time).toISOString().slice(0, 10)
    const { count = 0, bytes = 0 } = good.get(day) ?? {}
    return { day, verified: count, bytes, failed: bad.get(day)?.count ?? 0 }
  })
}

function sum(days: TotalsAnswer['verified']): { count: number; bytes: number } {
  let [count, bytes] = [0, 0]
  for (const day of days) {
    count += day.count
    bytes += day.bytes
  }
  return { count, bytes }
}
