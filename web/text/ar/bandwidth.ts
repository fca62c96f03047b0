import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const bandwidth = ({ format }: Words): Later['bandwidth'] => ({
  heading: 'حد السرعة',
  what: 'لا ترسل جميع عمليات الرفع في هذا المتصفح معًا أكثر من هذا، في المتوسط خلال دقيقة.',
  now: (limit) => `الساري الآن: ${limit === null ? 'بلا حد' : format.speed(limit)}`,
  usual: 'الحد المعتاد',
  unit: 'م.ب/ث',
  rateHint: 'فارغ: بلا حد. 1 ميغابايت في الثانية تساوي 8 ميغابت في الثانية.',
  spans: 'في أوقات معيّنة من اليوم',
  spansHint: 'حد خاص بدلًا من المعتاد، كل يوم بحسب ساعة هذا الجهاز.',
  overlap: 'إذا تداخل وقتان فالساري هو الأعلى في القائمة.',
  span: (number) => `الوقت ${format.number(number)}`,
  from: 'من',
  to: 'حتى',
  limit: 'الحد حينها',
  add: 'إضافة وقت',
  remove: 'إزالة',
  removeSpan: (number) => `إزالة الوقت ${format.number(number)}`,
  background:
    'ينطبق هذا الحد أيضًا على ما ينهيه المتصفح بنفسه في الخلفية بعد إغلاق هذه الصفحة، كما كان مضبوطًا حين بدأ المتصفح بذلك.',
  save: 'حفظ',
  close: 'إغلاق',
  saved: 'تم الحفظ. يسري ابتداءً من الجزء التالي.',
  faulty: 'لم يُحفظ بعد: راجع الحقول المعلَّمة.',
  failed: 'لم يُحفظ: لم يستجب Longhaul. أعد تحميل هذه الصفحة وحاول مرة أخرى.',
  storageFull:
    'لم يُحفظ: مساحة تخزين المتصفح ممتلئة أو لا تعمل. أخلِ بعض المساحة على هذا الجهاز واحفظ مرة أخرى.',
  notARate: (least, most) =>
    `أدخل عددًا من ${format.decimal(least)} إلى ${format.number(most)}، أو اتركه فارغًا لعدم وضع حد.`,
  notATime: 'أدخل وقتًا من اليوم.',
  sameTime: 'أدخل وقتًا غير الذي في «من».',
})
