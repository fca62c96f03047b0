/** What the English texts are made with. */
import { createPlural } from '../../../shared/plural.ts'
import { createFormat } from '../format.ts'
import { localeFor } from '../languages.ts'
import { preferredLanguages } from '../preferred.ts'

const locale = localeFor('en', preferredLanguages())

const format = createFormat(locale)
const plural = createPlural<'one' | 'other'>(locale)
const files = (count: number) => plural(count, { one: '# file', other: '# files' })
const uploads = (count: number) => plural(count, { one: '# upload', other: '# uploads' })
const parts = (count: number) => plural(count, { one: '# part', other: '# parts' })

export const words = { files, format, locale, parts, plural, uploads }

export type Words = typeof words
