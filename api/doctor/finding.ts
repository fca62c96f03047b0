import type { Finding } from '../../shared/doctor.ts'
import type { CheckTitle, Problem } from '../../shared/doctor-problems.ts'

export const ok = (check: CheckTitle, saw: string): Finding => ({
  check,
  level: 'ok',
  code: '',
  saw,
  change: '',
})

export const warning = (
  code: Problem,
  check: CheckTitle,
  saw: string,
  change: string,
): Finding => ({
  check,
  level: 'warning',
  code,
  saw,
  change,
})

export const failure = (
  code: Problem,
  check: CheckTitle,
  saw: string,
  change: string,
): Finding => ({
  check,
  level: 'failure',
  code,
  saw,
  change,
})

export const hasFailed = (findings: readonly Finding[]): boolean =>
  findings.some(({ level }) => level === 'failure')
