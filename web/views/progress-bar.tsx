import { format, later } from '../text/catalogue.ts'

interface ProgressBarProps {
  label: string
  /** Bytes. */
  size: number
  sent: number
  inFlight: number
  /** Whether it is complete; of 0 bytes only this tells. */
  done: boolean
}

/** Bytes that have arrived, and behind them, lighter, those that are under way somewhere. */
export function ProgressBar({ label, size, sent, inFlight, done }: ProgressBarProps) {
  const max = Math.max(1, size)
  const arrived = done ? max : Math.min(sent, max)
  const underWay = Math.min(max, arrived + inFlight)
  const value = later.row.arrivedValue(
    format.percent(arrived / max),
    format.bytes(sent),
    format.bytes(size),
    inFlight > 0 ? format.bytes(inFlight) : null,
  )
  return (
    <div class="progress-bar">
      <progress class="under-way" aria-hidden="true" tabIndex={-1} max={max} value={underWay} />
      <progress
        class="arrived"
        aria-label={label}
        aria-valuetext={value}
        max={max}
        value={arrived}
      />
    </div>
  )
}
