import { useSignal } from '@preact/signals'
import type { Finding, Level } from '../../../shared/doctor.ts'
import { api } from '../api.ts'
import { commands } from '../commands.ts'
import { useWork } from '../state/answer.ts'
import { text } from '../text/catalogue.ts'
import { Button, Copyable, Problem } from './parts.tsx'

interface Examination {
  readonly findings: readonly Finding[]
  /** ISO 8601. */
  readonly at: string
}

/** What the doctor finds, and what to change. */
export function Health() {
  const last = useSignal<Examination | null>(null)
  const work = useWork()
  const examine = () =>
    work.run(async () => {
      const { findings } = await api.examine()
      last.value = { findings, at: new Date().toISOString() }
    })
  return (
    <section class="view" aria-busy={work.busy}>
      <div class="toolbar">
        <p class="hint">{text.health.what}</p>
        <Button kind="primary" disabled={work.busy} onClick={examine}>
          {last.value === null ? text.health.start : text.health.again}
        </Button>
      </div>
      {work.busy && (
        <p class="loading" role="status">
          {text.health.running}
        </p>
      )}
      <Problem words={work.problem} />
      {last.value !== null && <Found {...last.value} />}
    </section>
  )
}

function Found({ findings, at }: Examination) {
  const of = (level: Level) => findings.filter((finding) => finding.level === level)
  const [failures, warnings, well] = [of('failure'), of('warning'), of('ok')]
  const level = failures.length > 0 ? 'failure' : warnings.length > 0 ? 'warning' : 'ok'
  const sum = {
    failure: text.health.broken(failures.length),
    warning: text.health.working(warnings.length),
    ok: text.health.well,
  }[level]
  return (
    <>
      <div class={`card verdict ${level}`} role="status">
        <p class="figure">{sum}</p>
        <p class="hint">
          {text.health.at(text.when(at))}
          {level === 'failure' && `. ${text.health.brokenNext}`}
        </p>
      </div>
      {failures.length + warnings.length > 0 && (
        <>
          <ul class="rows">
            {[...failures, ...warnings].map((finding) => (
              <Row key={finding.check} finding={finding} />
            ))}
          </ul>
          <div class="card">
            <p class="hint">{text.health.setup}</p>
            <Copyable value={commands.setUpBucket} label={text.health.setup} />
          </div>
        </>
      )}
      {well.length > 0 && (
        <details class="card as-table" open={failures.length + warnings.length === 0}>
          <summary>{text.health.works(well.length)}</summary>
          <ul class="well">
            {well.map(({ check, saw }) => (
              <li key={check}>
                <strong lang="en" dir="ltr">
                  {check}
                </strong>{' '}
                <span lang="en" dir="ltr">
                  {saw}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Row({ finding: { check, level, saw, change } }: { finding: Finding }) {
  return (
    <li class="row finding" data-level={level}>
      <h3 lang="en">
        <bdi>{check}</bdi>
      </h3>
      <span class={`state ${level === 'failure' ? 'failed' : 'left'}`}>
        {text.health.levels[level]}
      </span>
      <div class="row-about">
        <p lang="en">
          <bdi>{saw}</bdi>
        </p>
        {change !== '' && (
          <p class="change">
            <strong>{text.health.change}:</strong> <bdi lang="en">{change}</bdi>
          </p>
        )}
      </div>
    </li>
  )
}
