/**
 * What the Arabic texts are made with. Things are counted in six ways, of which those for one and two
 * have no number; `filesOf` and its like are the forms after a verb or a preposition.
 */
import { createPlural } from '../../../shared/plural.ts'
import { createFormat } from '../format.ts'
import { localeFor } from '../languages.ts'
import { preferredLanguages } from '../preferred.ts'

const locale = localeFor('ar', preferredLanguages())

const format = createFormat(locale, { durations: 'long', direction: 'rtl' })
const plural = createPlural<'zero' | 'one' | 'two' | 'few' | 'many'>(locale)

const fileForms = {
  zero: '# ملف',
  one: 'ملف واحد',
  few: '# ملفات',
  many: '# ملفًا',
  other: '# ملف',
}
const uploadForms = {
  zero: '# عملية رفع',
  one: 'عملية رفع واحدة',
  few: '# عمليات رفع',
  many: '# عملية رفع',
  other: '# عملية رفع',
}
const partForms = {
  zero: '# جزء',
  one: 'جزء واحد',
  few: '# أجزاء',
  many: '# جزءًا',
  other: '# جزء',
}

const files = (count: number) => plural(count, { ...fileForms, two: 'ملفان' })
const filesOf = (count: number) => plural(count, { ...fileForms, two: 'ملفين' })
const uploads = (count: number) => plural(count, { ...uploadForms, two: 'عمليتا رفع' })
const uploadsOf = (count: number) => plural(count, { ...uploadForms, two: 'عمليتي رفع' })
const parts = (count: number) => plural(count, { ...partForms, two: 'جزءان' })
const partsOf = (count: number) => plural(count, { ...partForms, two: 'جزأين' })

export const words = { files, filesOf, format, locale, parts, partsOf, plural, uploads, uploadsOf }

export type Words = typeof words
