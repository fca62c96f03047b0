/**
 * How long it still takes, as it is told to people. Bytes arrive a part at a time and links waver, so
 * what is left divided by the speed jumps; this follows it slowly, runs down by itself in between, and
 * is told in steps that are coarse while there is long to go.
 */
export interface TimeLeft {
  /** ms. */
  readonly at: number
  /** Seconds, as they are believed. */
  readonly seconds: number
  /** Seconds, as they are told. */
  readonly told: number
}

/** Seconds after which an estimate that was wrong is mostly corrected: while long is left, and near the end. */
const SLOWEST = 30
const FASTEST = 4
/** An estimate that is off by more than this many times was of another link, or of other files. */
const TOO_FAR = 4
/** ms after which it says nothing any more. */
const STALE = 60_000

/**
 * @param raw seconds by the present speed alone, or null where that is not known
 * @param now ms
 */
export function followTimeLeft(
  before: TimeLeft | null,
  raw: number | null,
  now: number,
): TimeLeft | null {
  if (raw === null) return null
  if (before?.at === now) return before
  const passed = before ? (now - before.at) / 1000 : -1
  const isOther = !before || passed < 0 || now - before.at > STALE
  if (isOther || isFarOff(before.seconds - passed, raw)) {
    return { at: now, seconds: raw, told: inSteps(raw) }
  }
  const expected = Math.max(0, before.seconds - passed)
  const seconds = expected + (raw - expected) * (1 - Math.exp(-passed / slownessAt(expected)))
  return { at: now, seconds, told: isAsTold(before.told, seconds) ? before.told : inSteps(seconds) }
}

function slownessAt(seconds: number): number {
  return Math.min(SLOWEST, Math.max(FASTEST, seconds / 20))
}

function isFarOff(expected: number, raw: number): boolean {
  const [less, more] = [Math.min(expected, raw), Math.max(expected, raw)]
  return more > 60 && more > TOO_FAR * Math.max(less, 1)
}

/** What was told stays until it is wrong by a step, or by more than half of one to the worse. */
function isAsTold(told: number, seconds: number): boolean {
  const step = stepOf(told)
  return seconds > told - step && seconds <= told + step / 2
}

function inSteps(seconds: number): number {
  const step = stepOf(seconds)
  return Math.max(step, Math.ceil(seconds / step) * step)
}

/** Seconds: fine enough that the next step always is less than a fifth of what is left. */
function stepOf(seconds: number): number {
  if (seconds <= 10) return 1
  if (seconds <= 60) return 5
  if (seconds <= 5 * 60) return 15
  if (seconds <= 20 * 60) return 60
  if (seconds <= 2 * 3600) return 5 * 60
  if (seconds <= 12 * 3600) return 15 * 60
  return seconds <= 2 * 86_400 ? 3600 : 6 * 3600
}
