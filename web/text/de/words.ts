/** What the German texts are made with. */
import { createPlural } from '../../../shared/plural.ts'
import { createFormat } from '../format.ts'
import { localeFor } from '../languages.ts'
import { preferredLanguages } from '../preferred.ts'

export const locale = localeFor('de', preferredLanguages())

export const format = createFormat(locale)
export const plural = createPlural<'one' | 'other'>(locale)
export const files = (count: number) => plural(count, { one: '# Datei', other: '# Dateien' })
export const uploads = (count: number) => plural(count, { one: '# Upload', other: '# Uploads' })
export const parts = (count: number) => plural(count, { one: '# Teil', other: '# Teile' })
