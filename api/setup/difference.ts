/** Two lists of rules as text, line by line: what goes with `-`, what comes with `+`. */
export function describeDifference(before: readonly object[], after: readonly object[]): string {
  const [olds, news] = [before.map(textOf), after.map(textOf)]
  const lines = (mark: string, rules: readonly string[]) =>
    rules.flatMap((rule) => rule.split('\n').map((line) => `${mark} ${line}`))
  return [
    ...lines(
      ' ',
      olds.filter((rule) => news.includes(rule)),
    ),
    ...lines(
      '-',
      olds.filter((rule) => !news.includes(rule)),
    ),
    ...lines(
      '+',
      news.filter((rule) => !olds.includes(rule)),
    ),
  ].join('\n')
}

/** Whether the same rules stand in both, in whatever order. */
export function areSame(before: readonly object[], after: readonly object[]): boolean {
  const olds = new Set(before.map(textOf))
  return before.length === after.length && after.every((rule) => olds.has(textOf(rule)))
}

function textOf(rule: object): string {
  return JSON.stringify(sorted(rule), null, 2)
}

/** With the names in one order: stores answer in another than they were asked in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  )
}
