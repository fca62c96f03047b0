import { useMemo } from 'preact/hooks'
import { speedToTell, type Entry } from '../history/entry.ts'
import { createPeriodNames } from '../history/period-names.ts'
import { periodsOf, type Period, type Periods } from '../history/periods.ts'
import { format, later } from '../text/catalogue.ts'

/** A bar's width with the gap beside it, and the chart's height, in the drawing's own units. */
const STEP = 10
const GAP = 2.5
const HEIGHT = 100

type Value = (period: Period) => number

/** How much, how fast and how often not, over time; the same as a table. */
export function HistoryCharts({ entries }: { entries: readonly Entry[] }) {
  const all = useMemo(() => periodsOf(entries), [entries])
  const { history } = later
  const sums = sumOf(all.periods)
  const speed = all.periods.some((period) => period.speed !== null)
  return (
    <section class="card" aria-labelledby="charts-heading">
      <h2 id="charts-heading">{history.charts}</h2>
      <div class="charts">
        <Chart
          all={all}
          kind="volume"
          total={history.volumeTotal(format.bytes(sums.bytes), sums.verified)}
          value={({ bytes }) => bytes}
          said={format.bytes}
        />
        <Chart
          all={all}
          kind="speed"
          total={speed ? history.speedTotal(format.speed(meanSpeed(entries))) : history.noSpeed}
          value={(period) => period.speed ?? 0}
          said={format.speed}
        />
        <Chart
          all={all}
          kind="failures"
          total={history.failuresTotal(sums.failed, entries.length)}
          value={({ failed }) => failed}
          said={format.number}
        />
      </div>
      <Table all={all} />
    </section>
  )
}

function sumOf(periods: readonly Period[]) {
  const sums = { bytes: 0, verified: 0, failed: 0 }
  for (const { bytes, verified, failed } of periods) {
    sums.bytes += bytes
    sums.verified += verified
    sums.failed += failed
  }
  return sums
}

/** Over all the time that they took. */
function meanSpeed(entries: readonly Entry[]): number {
  let [bytes, seconds] = [0, 0]
  for (const entry of entries) {
    const { outcome, size } = entry
    const speed = speedToTell(entry)
    if (outcome !== 'verified' || speed === null || speed === 0) continue
    bytes += size
    seconds += size / speed
  }
  return seconds === 0 ? 0 : bytes / seconds
}

interface ChartProps {
  readonly all: Periods
  readonly kind: 'volume' | 'speed' | 'failures'
  /** What all bars come to. */
  readonly total: string
  readonly value: Value
  readonly said: (value: number) => string
}

function Chart({ all: { unit, periods }, kind, total, value, said }: ChartProps) {
  const { history } = later
  const nameOf = createPeriodNames(history.locale, history.weekOf)
  const [first, last] = [periods[0], periods.at(-1)]
  if (!first || !last) return null
  const highest = periods.reduce((best, one) => (value(one) > value(best) ? one : best), first)
  const most = value(highest)
  const highestSaid = kind === 'speed' ? history.fastest : history.most
  const peak = most > 0 ? highestSaid(said(most), nameOf(unit, highest.from)) : history.nothing
  const [from, to] = [nameOf(unit, first.from), nameOf(unit, last.from)]
  return (
    <figure class={`chart ${kind}`}>
      <figcaption>
        <h3>{history[kind]}</h3>
        <p>{total}</p>
      </figcaption>
      <svg
        role="img"
        aria-label={history.chart(history[kind], unit, from, to, peak)}
        viewBox={`0 0 ${periods.length * STEP - GAP} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {periods.map((period, at) => (
          <Bar key={period.from} at={at} share={most === 0 ? 0 : value(period) / most}>
            {`${nameOf(unit, period.from)}: ${said(value(period))}`}
          </Bar>
        ))}
      </svg>
      <p class="axis">
        <span>{from}</span>
        <span>{to}</span>
      </p>
      <p class="peak">{most > 0 ? peak : ' '}</p>
    </figure>
  )
}

/** @param share of the chart's height; what is not nothing can be seen */
function Bar({ at, share, children }: { at: number; share: number; children: string }) {
  const height = share === 0 ? 1 : Math.max(4, share * HEIGHT)
  return (
    <rect
      class={share === 0 ? 'nothing' : undefined}
      x={at * STEP}
      y={HEIGHT - height}
      width={STEP - GAP}
      height={height}
    >
      <title>{children}</title>
    </rect>
  )
}

/** The latest first, as in the list. */
function Table({ all: { unit, periods } }: { all: Periods }) {
  const { history } = later
  const nameOf = createPeriodNames(history.locale, history.weekOf)
  const headings = [
    history.when,
    history.verified,
    history.volume,
    history.speed,
    history.failedShort,
    history.cancelled,
  ]
  return (
    <details>
      <summary>{history.table}</summary>
      <div class="table" tabIndex={0} role="region" aria-label={history.table}>
        <table>
          <thead>
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {periods.toReversed().map((period) => (
              <tr key={period.from}>
                <th scope="row">{nameOf(unit, period.from)}</th>
                <td>{format.number(period.verified)}</td>
                <td>{format.bytes(period.bytes)}</td>
                <td>{period.speed === null ? history.noValue : format.speed(period.speed)}</td>
                <td>{format.number(period.failed)}</td>
                <td>{format.number(period.cancelled)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
