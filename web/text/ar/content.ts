import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const content = ({ format }: Words): Later['content'] => ({
  disks: {
    ewf: (kind) => `صورة جنائية رقمية، ${format.name(kind)}`,
    aff: (kind) => `صورة جنائية رقمية، ${format.name(kind)}`,
    machine: (kind) => `قرص جهاز افتراضي، ${format.name(kind)}`,
    optical: (kind) => `صورة قرص ضوئي، ${format.name(kind)}`,
    partitions: () => `صورة قرص فيه جدول أقسام (${format.name('GPT')})`,
  },
  is: (what) => `بحسب المحتوى: ${format.name(what)}`,
  pixels: (width, height) => `${format.number(width)} × ${format.number(height)} بكسل`,
  long: (duration) => `المدة ${duration}`,
  other: (ending, what) =>
    `ينتهي الاسم بـ ${format.name(`.${ending}`)}، لكن المحتوى شيء آخر: ${format.name(what)}. يُرسَل الملف كما هو.`,
})
