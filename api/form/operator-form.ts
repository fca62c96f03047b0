import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { checkDefaults } from '../../shared/answers.ts'
import { FormSchemaError, readForm, type Form } from '../../shared/form.ts'
import { flawOfPattern } from './pattern.ts'

/** The form in which people say what they send. */
export interface OperatorForm {
  /** As the operator wrote it, for whoever fills it in. */
  readonly schema: unknown
  readonly form: Form
}

/** Bytes: every page has it, and asks for it every minute. */
const MAX_FILE = 32 * 1024

export const formEntries = {
  FORM_SCHEMA: v.optional(v.string()),
}

/**
 * Reads the form that the setting FORM_SCHEMA names; undefined where it names none.
 *
 * @throws what `refuse` does, with the keyword that is wrong
 */
export function readOperatorForm(
  { FORM_SCHEMA: path }: { readonly FORM_SCHEMA?: string | undefined },
  refuse: (why: string) => never,
): OperatorForm | undefined {
  if (path === undefined) return undefined
  const wrong = (why: string): never => refuse(`FORM_SCHEMA (${path}): ${why}.`)
  const schema = parse(readText(path, wrong), wrong)
  try {
    const form = readForm(schema)
    checkPatterns(form)
    checkDefaults(form)
    return { schema, form }
  } catch (error) {
    if (error instanceof FormSchemaError) return wrong(error.message)
    throw error
  }
}

function readText(path: string, wrong: (why: string) => never): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return wrong(`it can't be read: ${error instanceof Error ? error.message : 'unknown'}`)
  }
  const size = Buffer.byteLength(text)
  return size > MAX_FILE ? wrong(`it has ${size} bytes, and may have ${MAX_FILE}`) : text
}

function parse(text: string, wrong: (why: string) => never): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return wrong(`it is not JSON: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

function checkPatterns({ fields }: Form): void {
  for (const field of fields) {
    const flaw = field.type === 'text' && field.pattern ? flawOfPattern(field.pattern) : undefined
    if (flaw === undefined) continue
    throw new FormSchemaError(
      `properties.${field.name}.pattern can't be tried in a time that is bounded: ${flaw}`,
    )
  }
}
