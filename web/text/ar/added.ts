import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const added = ({ filesOf, format, plural }: Words): Later['added'] => ({
  show: 'عرض',
  nothing: 'لم تكن هناك ملفات فيما اخترته.',
  unreadable: (count) => `تعذّرت قراءة ${filesOf(count)} فلم تتم الإضافة:`,
  tooLarge: (name) => `${format.name(name)} (أكبر من الحد الأقصى لأي كائن، وهو 48.8 TiB)`,
  tooLong: (name) => `${format.name(name)} (المسار أطول من اللازم)`,
  given: (count) =>
    plural(count, {
      zero: 'لم تستعد أي عملية رفع ملفها',
      one: 'استعادت عملية رفع واحدة ملفها وتتابع',
      two: 'استعادت عمليتا رفع ملفيهما وتتابعان',
      few: 'استعادت # عمليات رفع ملفاتها وتتابع',
      many: 'استعادت # عملية رفع ملفاتها وتتابع',
      other: 'استعادت # عملية رفع ملفاتها وتتابع',
    }),
  full: 'مساحة تخزين المتصفح ممتلئة أو لا تعمل. أخلِ بعض المساحة على القرص، ثم أضِف الملفات من جديد.',
  stopped: 'تعذّرت قراءة الباقي. أضِفه من جديد.',
})
