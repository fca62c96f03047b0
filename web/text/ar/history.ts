import type { Later } from '../en-later.ts'
import type { Unit } from '../../history/periods.ts'
import type { Words } from './words.ts'

const perUnit: Readonly<Record<Unit, string>> = {
  day: 'بحسب الأيام',
  week: 'بحسب الأسابيع',
  month: 'بحسب الأشهر',
  year: 'بحسب السنوات',
}

export const history = ({
  filesOf,
  format,
  locale,
  plural,
  uploads,
  uploadsOf,
}: Words): Later['history'] => ({
  what: 'كل عمليات الرفع المنتهية في هذا المتصفح، حتى بعد إزالتها من القائمة. يُحفظ السجل على هذا الجهاز وحده.',
  locale,
  reading: 'جارٍ قراءة السجل…',

  search: 'بحث',
  searchHint: (letters) =>
    `الاسم أو المجلد أو ما أُدخل عن الملف. المفتاح في خدمة التخزين أو المعرّف أو البصمة: ${format.number(letters)} أحرف منها على الأقل.`,
  outcome: 'النتيجة',
  all: 'الكل',
  found: (some, all) =>
    some === all ? uploads(all) : `${format.number(some)} من ${uploadsOf(all)}`,
  export: 'حفظ بصيغة CSV',
  exportHint: 'يُحفظ ما هو معروض أدناه.',
  file: 'longhaul-السجل.csv',
  headings: {
    outcome: 'النتيجة',
    name: 'الاسم',
    folder: 'المجلد',
    size: 'الحجم (بايت)',
    arrived: 'ما وصل (بايت)',
    added: 'وقت الإضافة (UTC)',
    ended: 'وقت الانتهاء (UTC)',
    speed: 'متوسط السرعة (بايت في الثانية)',
    problem: 'المشكلة',
    problemCode: 'رمز المشكلة',
    proof: 'ما قورن',
    bucket: 'الحاوية',
    key: 'المفتاح',
    algorithm: 'نوع المجموع الاختباري',
    checksum: 'المجموع الاختباري',
    upload: 'معرّف عملية الرفع',
    details: 'ما أُدخل عن الملف',
    acquisition: 'البصمة عند الاستحواذ',
  },
  compared: {
    'object-checksum': 'المجموع الاختباري للملف كاملًا',
    'parts-checksum': 'المجاميع الاختبارية للأجزاء',
    'size-only': 'الحجم وحده',
  },
  clear: 'مسح السجل',
  clearAll: 'مسح السجل كله',
  cleared: (count) => `مُسح السجل، وكان فيه: ${uploads(count)}.`,
  clearedWhy: 'يمكنك استعادته ما دامت هذه الصفحة مفتوحة.',
  undo: 'تراجع',
  failed: 'لم ينجح ذلك: مساحة تخزين المتصفح ممتلئة أو لا تعمل. لم يتغيّر شيء.',

  empty: 'لم ينته شيء بعد',
  emptyWhy: 'تظهر عمليات الرفع هنا بعد التحقق منها أو فشلها أو إلغائها، وتبقى حتى تمسح السجل.',
  none: 'لا نتائج',
  noneWhy: 'لا توجد عملية رفع فيها كل هذه الكلمات وانتهت بهذه النتيجة.',
  showAll: 'عرض الكل',
  broken: 'تعذّرت قراءة السجل',
  brokenWhy: 'مساحة تخزين المتصفح ممتلئة أو معطّلة أو لا تعمل. لا يمسّ ذلك عمليات الرفع ولا إيصالاتها.',
  brokenNext:
    'أخلِ بعض المساحة على هذا الجهاز، أو اسمح لهذا الموقع بحفظ البيانات، ثم أعد تحميل الصفحة.',
  newer: 'كتب هذا السجلَّ إصدارٌ أحدث من Longhaul',
  newerWhy: 'تركه هذا الإصدار كما هو. أعد تحميل الصفحة للحصول على الإصدار الأحدث.',
  others: (count) =>
    `ما كتبه إصدار آخر من Longhaul لا يُعرض هنا، وعدده: ${plural(count, {
      zero: '#',
      one: 'واحد',
      two: 'اثنان',
      few: '#',
      many: '#',
      other: '#',
    })}.`,
  incomplete:
    'تعذّر تدوين ما انتهى أخيرًا، لأن مساحة تخزين المتصفح ممتلئة أو لا تعمل. ستُعاد المحاولة مع عملية الرفع التالية.',

  entries: 'عمليات الرفع المنتهية',
  took: (speed) => `بمتوسط ${speed}`,
  arrived: (sent, size) => `وصل ${sent} من ${size}`,
  noReceipt: 'إيصال عملية الرفع هذه غير محفوظ هنا.',

  charts: 'على مرّ الوقت',
  volume: 'الحجم',
  speed: 'السرعة',
  failures: 'حالات الفشل',
  volumeTotal: (bytes, count) => `${bytes} في ${filesOf(count)}`,
  speedTotal: (speed) => `بمتوسط ${speed}`,
  failuresTotal: (failed, all) => `فشل ${format.number(failed)} من ${uploadsOf(all)}`,
  noSpeed: 'لم تُقَس سرعة بعد',
  most: (value, when) => `الأعلى: ${value}، ${when}`,
  fastest: (value, when) => `الأسرع: ${value}، ${when}`,
  nothing: 'لا شيء',
  chart: (what, unit, from, to, most) => `${what} ${perUnit[unit]}، من ${from} إلى ${to}. ${most}.`,
  weekOf: (day) => `أسبوع ${day}`,
  table: 'المعلومات نفسها في جدول',
  when: 'الوقت',
  verified: 'تم التحقق',
  cancelled: 'أُلغي',
  failedShort: 'فشل',
  noValue: '–',
})
