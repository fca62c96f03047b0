/** The form that was filled in last in this browser, and how: most batches differ by little. */
import * as v from 'valibot'
import type { Answers, Details } from '../../shared/details.ts'

const KEY = 'longhaul-details'

const rememberedSchema = v.object({
  /** As the server gave it. */
  schema: v.unknown(),
  /**
   * Undone by another version of the form. Under `answers` stands what was entered while each box that
   * nobody had ticked counted as a No: that is not filled in again.
   */
  given: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
})
type Remembered = v.InferOutput<typeof rememberedSchema>

/** null where nothing is remembered, or can't be read. */
export function readRemembered(storage: Pick<Storage, 'getItem'>): Remembered | null {
  const text = storage.getItem(KEY)
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), rememberedSchema), text)
  return parsed.success ? parsed.output : null
}

/** What was entered in this very form; nothing where it was another. */
export function answersTo(schema: unknown, remembered: Remembered | null): Answers {
  const isSame = JSON.stringify(remembered?.schema) === JSON.stringify(schema)
  return remembered && isSame ? remembered.given : {}
}

export function remember(
  storage: Pick<Storage, 'setItem'>,
  schema: unknown,
  details: Details,
): void {
  storage.setItem(KEY, JSON.stringify({ schema, given: answersIn(details) }))
}

/** @returns what remembers it again */
export function forgetRemembered(
  storage: Pick<Storage, 'getItem' | 'removeItem'>,
): (storage: Pick<Storage, 'setItem'>) => void {
  const text = storage.getItem(KEY)
  storage.removeItem(KEY)
  return (storage) => {
    if (text !== null) storage.setItem(KEY, text)
  }
}

/** The values alone, by their names. */
export function answersIn(details: Details): Answers {
  return Object.fromEntries(details.map(({ name, value }) => [name, value]))
}
