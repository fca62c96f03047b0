import type { Finding } from '../../shared/doctor.ts'

export const ok = (check: string, saw: string): Finding => ({ check, level: 'ok', saw, change: '' })

export const warning = (check: string, saw: string, change: string): Finding => ({
  check,
  level: 'warning',
  saw,
  change,
})

export const failure = (check: string, saw: string, change: string): Finding => ({
  check,
  level: 'failure',
  saw,
  change,
})

export const hasFailed = (findings: readonly Finding[]): boolean =>
  findings.some(({ level }) => level === 'failure')
