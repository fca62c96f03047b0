/** What the German texts are made with. */
import { createPlural } from '../../../shared/plural.ts'
import { createFormat } from '../format.ts'
import { localeFor } from '../languages.ts'
import { preferredLanguages } from '../preferred.ts'

const locale = localeFor('de', preferredLanguages())

const format = createFormat(locale)
const plural = createPlural<'one' | 'other'>(locale)
const files = (count: number) => plural(count, { one: '# Datei', other: '# Dateien' })
const uploads = (count: number) => plural(count, { one: '# Upload', other: '# Uploads' })
const parts = (count: number) => plural(count, { one: '# Teil', other: '# Teile' })

export const words = { files, format, locale, parts, plural, uploads }

export type Words = typeof words
