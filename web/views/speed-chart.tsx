import { now } from '../state/page.ts'
import { format, later } from '../text/catalogue.ts'
import type { Upload } from '../uploads/list.ts'
import { speedsOf } from '../uploads/speed-history.ts'
import { OVER } from '../uploads/totals.ts'

const WIDTH = 300
const HEIGHT = 80

/** How fast it went since this page was opened; nothing where it had ended before. */
export function SpeedChart({ upload }: { upload: Upload }) {
  const { state } = upload.view.value
  const history = upload.history()
  const speeds = history ? speedsOf(history, now.value) : []
  const most = Math.max(0, ...speeds)
  const isDrawn = most > 0 && speeds.length > 1
  if (!isDrawn && OVER.has(state)) return null
  return (
    <section class="card" aria-labelledby="speed-heading">
      <h2 id="speed-heading">{later.detail.speed}</h2>
      {history && isDrawn ? (
        <Chart speeds={speeds} most={most} from={history.from} />
      ) : (
        <p class="aside">{later.detail.noSpeed}</p>
      )}
    </section>
  )
}

function Chart({ speeds, most, from }: { speeds: readonly number[]; most: number; from: number }) {
  const since = format.localTime(new Date(from).toISOString())
  const last = format.speed(speeds.at(-1) ?? 0)
  const points = speeds.map((speed, at) => {
    const x = (at / (speeds.length - 1)) * WIDTH
    const y = HEIGHT - (speed / most) * (HEIGHT - 2)
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  const line = `M${points.join('L')}`
  return (
    <>
      <svg
        class="speed-chart"
        role="img"
        aria-label={later.detail.speedChart(last, format.speed(most), since)}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        <path class="area" d={`${line}V${HEIGHT}H0z`} />
        <path class="line" d={line} />
      </svg>
      <p class="aside">{later.detail.speedNote(format.speed(most), since)}</p>
    </>
  )
}
