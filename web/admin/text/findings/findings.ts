import {
  CHECKS,
  type Check,
  type Problem,
  type TriedAction,
} from '../../../../shared/doctor-problems.ts'

/** What is wrong, and what to change. */
type Said = readonly [what: string, change: string]

/** What the doctor finds, in another language than the doctor's own. */
export interface Findings {
  readonly checks: Readonly<Record<Check, string>>
  readonly problems: Readonly<Record<Exclude<Problem, `refused_${TriedAction}`>, Said>>
  /** @param action S3's name of it */
  readonly refused: (action: string) => Said
  /** Before what the doctor saw in particular, in English. */
  readonly inEnglish: string
  /** Why some of it is in English. */
  readonly englishWhy: string
}

/** What a problem is called; null where the language has no words for it. */
export function saidOf({ problems, refused }: Findings, code: string): Said | null {
  const [, action] = /^refused_(\w+)$/.exec(code) ?? []
  if (action !== undefined) return refused(action)
  const said = Object.entries(problems).find(([name]) => name === code)
  return said ? said[1] : null
}

/** What was looked at; S3's own names, and those of receivers, are the same in every language. */
export function nameOf({ checks }: Findings, check: string): string {
  const [, action, prefix] = /^(\w+) under (.*)$/.exec(check) ?? []
  if (action !== undefined && prefix !== undefined) return `${action} (${prefix})`
  const known = CHECKS.find((one) => check === one || check.startsWith(`${one} (`))
  return known ? checks[known] + check.slice(known.length) : check
}
