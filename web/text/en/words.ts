/** What the English texts are made with. */
import { createPlural } from '../../../shared/plural.ts'
import { createFormat } from '../format.ts'
import { localeFor } from '../languages.ts'
import { preferredLanguages } from '../preferred.ts'

export const locale = localeFor('en', preferredLanguages())

export const format = createFormat(locale)
export const plural = createPlural<'one' | 'other'>(locale)
export const files = (count: number) => plural(count, { one: '# file', other: '# files' })
export const uploads = (count: number) => plural(count, { one: '# upload', other: '# uploads' })
export const parts = (count: number) => plural(count, { one: '# part', other: '# parts' })
