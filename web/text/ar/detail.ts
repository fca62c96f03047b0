import type { PartState } from '../../uploads/part-map.ts'
import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

const states: Readonly<Record<PartState, string>> = {
  waiting: 'في الانتظار',
  elsewhere: 'لدى المتصفح',
  reading: 'قُرئ وأصبح جاهزًا',
  sending: 'في الطريق',
  arrived: 'وصل',
  verified: 'تم التحقق',
}

export const detail = ({ format, parts, partsOf, plural }: Words): Later['detail'] => ({
  back: 'جميع الملفات',
  parts: 'الأجزاء',
  states,
  partsOf: (size, count) => `${parts(count)}، حجم كل منها ${size}`,
  onePart: 'جزء واحد',
  map: (counts) => `الأجزاء بالترتيب: ${format.list(counts)}`,
  counted: (count, state) => `${parts(count)} «${states[state]}»`,
  noPlan: 'تُعرف طريقة تقسيم الملف إلى أجزاء عندما يحين دوره.',

  speed: 'السرعة',
  speedChart: (now, most, since) => `السرعة منذ ${since}: ${now} في النهاية، و${most} على الأكثر`,
  speedNote: (most, since) => `منذ ${since}. أقصى سرعة: ${most}.`,
  noSpeed: 'تُرسم السرعة عندما تصل أجزاء وهذه الصفحة مفتوحة.',

  ways: 'الطرق إلى خدمة التخزين',
  lanes: (used, all) =>
    `يستخدم هذا الملف ${format.number(used)} من المسارات المتاحة وعددها ${format.number(all)}: وهو عدد الأجزاء التي يمكن إرسالها معًا في هذه اللحظة.`,
  hostStates: {
    untried: 'لم تُجرَّب بعد',
    probing: 'قيد التجربة',
    open: 'قيد الاستخدام',
    aside: 'متروكة لبعض الوقت',
  },
  sentTo: (count) => `${parts(count)} في الطريق`,
  each: (speed) => `لكل منها ${speed}`,
  retried: (count) => `تُعاد محاولة إرسال ${partsOf(count)}`,

  log: 'ما حدث',
  noLog: 'لا شيء يُذكر منذ بدء الجزء العامل في الخلفية.',
  logNote: 'منذ بدء جزء Longhaul العامل في الخلفية، الأحدث أولًا.',
  notes: {
    created: 'هيّأ الخادم مكانًا له.',
    listed: 'أخبرت خدمة التخزين بالأجزاء الموجودة لديها.',
    completed: 'وصل كل شيء وتم التحقق منه.',
    pause: 'أُوقف مؤقتًا.',
    resume: 'استُؤنف.',
    retry: 'أُعيدت المحاولة من البداية.',
    given: 'يمكن قراءة الملف.',
    elsewhere: 'تسلّم المتصفح أجزاءً ليرسلها بنفسه.',
    'taken-back': 'استعادت هذه الصفحة العمل من المتصفح.',
    disprove: 'ما أُرسل ليس الملف كما هو الآن: لا تعتمد عليه.',
  },
  arrived: 'وصل كل شيء.',
  often: (count, part) => {
    const times = plural(count, {
      zero: '# مرة',
      one: 'مرة واحدة',
      two: 'مرتين',
      few: '# مرات',
      many: '# مرة',
      other: '# مرة',
    })
    if (part === null) return `(${times})`
    const number = format.number(part)
    return count === 1 ? `(الجزء ${number})` : `(${times}، آخرها مع الجزء ${number})`
  },
})
