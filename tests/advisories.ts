import * as v from 'valibot'

/** What `npm audit --json` prints where the registry answered it: how many it found, by severity. */
const answeredSchema = v.object({
  metadata: v.object({ vulnerabilities: v.looseObject({ total: v.number() }) }),
  vulnerabilities: v.record(v.string(), v.object({ severity: v.string(), range: v.string() })),
})
const refusedSchema = v.object({ message: v.string() })

export type Verdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'found'; readonly packages: readonly string[] }
  /** The registry could not be asked, which says nothing of the packages. */
  | { readonly kind: 'unasked'; readonly why: string }

/** @param printed by `npm audit --json` */
export function judgeAudit(printed: string): Verdict {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), printed)
  const answered = v.safeParse(answeredSchema, json.output)
  if (!answered.success) {
    const refused = v.safeParse(refusedSchema, json.output)
    return { kind: 'unasked', why: refused.success ? refused.output.message : 'no answer' }
  }
  const { metadata, vulnerabilities } = answered.output
  if (metadata.vulnerabilities.total === 0) return { kind: 'clean' }
  const packages = Object.entries(vulnerabilities).map(
    ([name, { severity, range }]) => `${name} ${range} (${severity})`,
  )
  return { kind: 'found', packages }
}
