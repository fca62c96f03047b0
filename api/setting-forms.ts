/** Forms that settings share. */
import * as v from 'valibot'
import { byteLength } from './text.ts'

/** Leaves room in a key for date, id, name and the receipt's prefix. */
const MAX_PREFIX_BYTES = 200

export function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,16}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

export function matching(pattern: RegExp, message: string) {
  return v.pipe(v.string(), v.regex(pattern, message))
}

/** Texts with commas between, each of the schema; none in an empty one. */
export function list<T>(item: v.GenericSchema<string, T>) {
  return v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
    v.array(item),
  )
}

/** A word that means true, or one that means false. */
export function oneOrOther(right: string, wrong: string) {
  return v.pipe(
    v.picklist([right, wrong], `must be ${right} or ${wrong}`),
    v.transform((text) => text === right),
  )
}

/** An address in ASCII, as mail servers without SMTPUTF8 take it (RFC 5321, 4.5.3.1.3). */
export function email(message: string) {
  return v.pipe(v.string(), v.maxLength(254, message), v.email(message))
}

/** What keys may begin with. */
export const prefix = v.pipe(
  v.string(),
  v.check(
    (text) => byteLength(text) <= MAX_PREFIX_BYTES,
    `must have at most ${MAX_PREFIX_BYTES} bytes`,
  ),
  v.check(
    (text) => !/[\p{Cc}\p{Cs}\\]|^\/|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/u.test(text),
    "must not begin with '/', nor contain '//', '.' or '..' as a folder, '\\' or control characters",
  ),
)
