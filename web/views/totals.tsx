import { now } from '../state/page.ts'
import { list } from '../state/uploads.ts'
import { format, text } from '../text/en.ts'
import { secondsLeft, speedOf } from '../uploads/speed.ts'
import { ProgressBar } from './progress-bar.tsx'

/** What all uploads come to: files, bytes, speed, time left. */
export function TotalsLine() {
  const totals = list.totals.value
  const { states, files, size, sent, inFlight, remaining } = totals
  const speed = states.uploading > 0 ? speedOf(list.arrivals(), now.value) : null
  const left = states.uploading > 0 ? secondsLeft(remaining, speed) : null
  const facts = [
    text.totals.verified(states.verified, files),
    states.failed > 0 ? text.totals.failed(states.failed) : null,
    text.row.arrived(format.bytes(sent), format.bytes(size)),
    speed === null ? null : format.speed(speed),
    left === null ? null : text.row.left(format.duration(left)),
  ]
  return (
    <div class="totals">
      <ProgressBar
        label={text.queue.progress}
        size={size}
        sent={sent}
        inFlight={inFlight}
        done={files > 0 && states.verified === files}
      />
      <p class="facts">{facts.map((fact) => fact !== null && <span key={fact}>{fact}</span>)}</p>
    </div>
  )
}
