import type { Finding, Level } from '../../shared/doctor.ts'

const MARKS: Readonly<Record<Level, string>> = {
  ok: 'ok      ',
  warning: 'warning ',
  failure: 'FAILURE ',
}
const INDENT = ' '.repeat(MARKS.ok.length)

/** Findings as text for a terminal: one line each, what to change below it, a sum at the end. */
export function describeFindings(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, level, saw, change }) => [
    `${MARKS[level]}${check}: ${saw}`,
    ...(change === '' ? [] : [`${INDENT}→ ${change}`]),
  ])
  return `${lines.join('\n')}\n\n${sum(findings)}\n`
}

function sum(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  const [failures, warnings] = [count('failure'), count('warning')]
  if (failures > 0) {
    return `Uploads can't work as it is: ${plural(failures, 'failure')}, ${plural(warnings, 'warning')}. Mend the first failure first.`
  }
  if (warnings > 0) return `Uploads work; ${plural(warnings, 'warning')}.`
  return 'All is well.'
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
