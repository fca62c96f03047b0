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

/** Some of a list of names, separated by commas. */
export const names = <const Name extends string>(all: readonly Name[], preset = all) =>
  v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(',')),
      v.array(v.picklist(all, `must be some of ${all.join(', ')}`)),
    ),
    preset.join(),
  )

/** A folder for large files that last as long as the run. */
export const folder = v.optional(v.pipe(v.string(), v.minLength(1, 'must be a folder')))

/** An option is wrong; the message says which one. */
export class OptionError extends Error {}

/** The benchmark's options, `--name value`. @throws OptionError */
export function readOptions<const T extends v.ObjectEntries>(
  entries: T,
): v.InferOutput<v.StrictObjectSchema<T, undefined>> {
  const options = Object.fromEntries(
    Object.keys(entries).map((name) => [name, { type: 'string' as const }]),
  )
  const parsed = v.safeParse(v.strictObject(entries), { ...parse(options) })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const [name] = (v.getDotPath(issue) ?? '').split('.')
  throw new OptionError(`--${name ?? ''} ${issue.message}`)
}

function parse(options: Record<string, { type: 'string' }>) {
  try {
    return parseArgs({ options, strict: true }).values
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : 'wrong options', {
      cause: error,
    })
  }
}
