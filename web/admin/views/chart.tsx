import { text } from '../text/catalogue.ts'

export interface Bar {
  /** ISO 8601. */
  readonly day: string
  readonly value: number
  /** On top of it, in another colour. */
  readonly more: number
}

interface ChartProps {
  title: string
  bars: readonly Bar[]
  /** A value in words. */
  show: (value: number) => string
  /** What the two colours mean. */
  legend?: readonly [string, string]
}

const WIDTH = 600
const HEIGHT = 140
const GAP = 4

/** Bars side by side. Whoever can't see them has the same in the table below. */
export function Chart({ title, bars, show, legend }: ChartProps) {
  const most = Math.max(1, ...bars.map(({ value, more }) => value + more))
  const step = WIDTH / bars.length
  const heightOf = (value: number) => (value === 0 ? 0 : Math.max(2, (value / most) * HEIGHT))
  const [first, last] = [bars.at(0)?.day, bars.at(-1)?.day]
  return (
    <figure class="card chart">
      <figcaption>
        <h3>{title}</h3>
        <span class="hint">{text.totals.most(show(most))}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={title}
        preserveAspectRatio="none"
      >
        <line class="axis" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        {bars.map(({ day, value, more }, index) => {
          const [height, above] = [heightOf(value), heightOf(more)]
          const at = { x: index * step + GAP / 2, width: step - GAP }
          return (
            <g key={day}>
              <title>{`${text.day(day)}: ${[value, ...(legend ? [more] : [])].map(show).join(', ')}`}</title>
              <rect class="bar" {...at} y={HEIGHT - height} height={height} />
              <rect class="bar more" {...at} y={HEIGHT - height - above} height={above} />
            </g>
          )
        })}
      </svg>
      <div class="ends">
        <span>{first !== undefined && text.day(first)}</span>
        <span>{last !== undefined && text.day(last)}</span>
      </div>
      {legend && (
        <p class="legend">
          <span class="swatch">{legend[0]}</span>
          <span class="swatch more">{legend[1]}</span>
        </p>
      )}
    </figure>
  )
}
