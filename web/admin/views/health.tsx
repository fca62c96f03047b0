import { useSignal } from '@preact/signals'
import type { Finding, Level } from '../../../shared/doctor.ts'
import { api } from '../api.ts'
import { commands } from '../commands.ts'
import { useWork } from '../state/answer.ts'
import { findings as translation, text } from '../text/catalogue.ts'
import { nameOf, saidOf } from '../text/findings/findings.ts'
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
          {translation && <p class="hint">{translation.englishWhy}</p>}
          <ul class="well">
            {well.map(({ check, saw }) => (
              <li key={check}>
                <strong>
                  <bdi>{translation ? nameOf(translation, check) : check}</bdi>
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

function Row({ finding: { check, level, code, saw, change } }: { finding: Finding }) {
  const said = translation && saidOf(translation, code)
  return (
    <li class="row finding" data-level={level} data-code={code}>
      <h3>
        <bdi>{translation ? nameOf(translation, check) : check}</bdi>
      </h3>
      <span class={`state ${level === 'failure' ? 'failed' : 'left'}`}>
        {text.health.levels[level]}
      </span>
      <div class="row-about">
        {said ? <p>{said[0]}</p> : <InEnglish>{saw}</InEnglish>}
        {change !== '' && (
          <p class="change">
            <strong>{text.health.change}:</strong> {said ? said[1] : <bdi lang="en">{change}</bdi>}
          </p>
        )}
        {translation && said && (
          <details>
            <summary>{translation.inEnglish}</summary>
            <InEnglish>{saw}</InEnglish>
            {change !== '' && <InEnglish>{change}</InEnglish>}
          </details>
        )}
      </div>
    </li>
  )
}

/** As the command says it. */
function InEnglish({ children }: { children: string }) {
  return (
    <p lang="en">
      <bdi>{children}</bdi>
    </p>
  )
}
