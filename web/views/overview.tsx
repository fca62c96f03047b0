import { differingCount } from '../state/differing.ts'
import { now, online } from '../state/page.ts'
import { limitFor } from '../state/limit.ts'
import { paceOf } from '../state/time-left.ts'
import { list } from '../state/uploads.ts'
import { format, later, text } from '../text/catalogue.ts'
import { hasEnded, overallOf, type Overall } from '../uploads/overall.ts'
import type { Run } from '../uploads/run.ts'
import type { Totals } from '../uploads/totals.ts'
import { Closing } from './closing.tsx'
import { Icon } from './icon.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'
import { ProgressBar } from './progress-bar.tsx'
import { ViewHeading } from './view-heading.tsx'

const HashAlarm = lazy(async () => (await loadTools()).HashAlarm, true)

/** How all uploads are doing, at a glance. */
export function Overview() {
  const totals = list.totals.value
  const run = list.run.value
  const overall = overallOf(totals, online.value, differingCount.value)
  return (
    <section class={`overview ${overall}`} aria-labelledby="view-heading">
      <div class="overview-head">
        <ViewHeading>{headingFor(overall, totals)}</ViewHeading>
        <p class="share" aria-hidden="true">
          {overall === 'done' ? <Icon name="check" /> : format.percent(shareOf(run))}
        </p>
      </div>
      <HashAlarm />
      <ProgressBar
        label={text.queue.progress}
        size={run.size}
        sent={run.sent}
        inFlight={run.inFlight}
        done={overall === 'done'}
      />
      <Figures totals={totals} run={run} overall={overall} />
      <div class="assurances">
        <Closing overall={overall} />
        <Safety totals={totals} sent={run.sent} overall={overall} />
      </div>
    </section>
  )
}

function headingFor(overall: Overall, { files, states, held, timed }: Totals): string {
  const going = states.uploading + states.waiting + states.finishing - held - timed
  if (overall === 'disproved') return later.hashes.anotherHeading(states.disproved)
  if (overall === 'differs') return later.hashes.differHeading(differingCount.value)
  if (overall === 'failed') return text.home.overall.failed(states.failed)
  return text.home.overall[overall](overall === 'done' ? states.verified : going || files)
}

function shareOf({ size, sent }: Run): number {
  return size === 0 ? 0 : sent / size
}

interface FiguresProps {
  readonly totals: Totals
  readonly run: Run
  readonly overall: Overall
}

function Figures({ totals, run, overall }: FiguresProps) {
  const { states, remaining, held } = totals
  const { files, verified, size, sent } = run
  const { home } = text
  const pace =
    overall === 'sending'
      ? paceOf(list, list.arrivals(), remaining, now.value)
      : { speed: null, left: null }
  const speed = pace.speed === null ? home.none : format.speed(pace.speed)
  const limit = overall === 'sending' ? limitFor(now.value) : null
  const figures: [string, string][] = [
    [home.left, pace.left === null ? home.none : format.duration(pace.left)],
    [home.speed, limit === null ? speed : later.row.speedOf(speed, format.speed(limit))],
    [home.arrived, home.arrivedOf(format.bytes(sent), format.bytes(size))],
    [home.verified, home.verifiedOf(verified, files)],
  ]
  if (held > 0 && overall !== 'needs-you') {
    figures.push([later.filter.groups['needs-you'], format.number(held)])
  }
  if (states.failed > 0) figures.push([home.failed, format.number(states.failed)])
  const shown = hasEnded(overall) ? figures.slice(2) : figures
  return (
    <dl class="figures">
      {shown.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

interface SafetyProps {
  readonly totals: Totals
  /** Bytes. */
  readonly sent: number
  readonly overall: Overall
}

function Safety({ totals, sent, overall }: SafetyProps) {
  const isUnsafe = totals.states.disproved > 0
  return (
    <div class={isUnsafe ? 'assurance unsafe' : 'assurance'}>
      <Icon name={isUnsafe ? 'cancel' : 'shield'} />
      <div>
        <h2>{text.home.safety}</h2>
        <p>{safetyOf(totals, sent, overall)}</p>
        {totals.states.failed > 0 && <p>{later.safety.failed(totals.states.failed)}</p>}
      </div>
    </div>
  )
}

function safetyOf({ unproved, states }: Totals, sent: number, overall: Overall): string {
  const { safety } = later
  if (states.disproved > 0) return later.hashes.anotherSafety(states.disproved)
  if (hasEnded(overall)) {
    return unproved > 0 ? safety.unproved(unproved) : safety.done
  }
  return sent === 0 ? safety.nothing : safety.some(format.bytes(sent))
}
