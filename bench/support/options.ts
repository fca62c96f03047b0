import { parseArgs } from 'node:util'
import * as v from 'valibot'

/** A whole number from the command line, at least 1. */
export const count = (preset: number) =>
  v.optional(
    v.pipe(v.string(), v.regex(/^[1-9]\d{0,7}$/, 'must be a whole number'), v.transform(Number)),
    String(preset),
  )

/** Whole numbers, separated by commas. */
export const counts = (preset: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,7}(?:,[1-9]\d{0,7})*$/, 'must be whole numbers, separated by commas'),
      v.transform((text) => text.split(',').map(Number)),
    ),
    preset,
  )

/** A folder for large files that last as long as the run. */
export const folder = v.optional(v.pipe(v.string(), v.minLength(1, 'must be a folder')))

/** The benchmark's options, `--name value`. @throws Error that says which one is wrong */
export function readOptions<const T extends v.ObjectEntries>(
  entries: T,
): v.InferOutput<v.StrictObjectSchema<T, undefined>> {
  const options = Object.fromEntries(
    Object.keys(entries).map((name) => [name, { type: 'string' as const }]),
  )
  const { values } = parseArgs({ options, strict: true })
  const parsed = v.safeParse(v.strictObject(entries), { ...values })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Error(`--${v.getDotPath(issue) ?? ''} ${issue.message}`)
}
