import { whenNeeded } from '../../../shared/when-needed.ts'
import type { Later } from '../en-later.ts'
import { dayOf } from '../day-of.ts'
import type { Words } from './words.ts'

export const order = ({ format, locale, uploads }: Words): Later['order'] => {
  const days = whenNeeded(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const date = whenNeeded(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
  const clock = whenNeeded(() => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }))
  const at = (time: number) => `${dayOf(time, days(), date())} الساعة ${clock().format(time)}`
  return {
    open: 'الترتيب والبدء',
    hint: 'اسحب للنقل، أو اختر لتحديد الأولوية ووقت البدء',
    heading: (name) => `متى يُرسل ${format.name(name)}`,
    headingOf: (count) => `متى تُرسل ${uploads(count)}`,
    place: 'الموضع في قائمة الانتظار',
    placeOf: (place, count) =>
      `الرقم ${format.number(place)} من ${format.number(count)} بهذه الأولوية.`,
    steps: { top: 'إلى الأول', up: 'إلى أعلى', down: 'إلى أسفل', end: 'إلى الآخر' },
    priority: 'الأولوية',
    priorityHint: 'يُرسل أولًا ما له أولوية أعلى، ويستخدم الباقي ما تبقّى من سعة الاتصال.',
    priorities: { high: 'مرتفعة', normal: 'عادية', low: 'منخفضة' },
    priorityOf: { high: 'أولوية مرتفعة', low: 'أولوية منخفضة' },
    start: 'البدء',
    startHint:
      'يجب أن يكون Longhaul مفتوحًا في المتصفح في ذلك الوقت، فلا يستطيع أي متصفح تشغيله بنفسه. وإن كان مغلقًا حينها، يبدأ الرفع عندما تفتحه في المرة التالية.',
    same: 'كما هو محدد لكل منها الآن',
    atOnce: 'حالما يحين دوره',
    at,
    other: 'في وقت آخر',
    otherTime: 'تاريخ البدء ووقته',
    past: 'اختر وقتًا لم يحن بعد.',
    save: 'حفظ',
    close: 'إغلاق',
    startsAt: (time) => `يبدأ ${at(time)} إذا كان Longhaul مفتوحًا حينها.`,
    closing: 'ما حُدّد له وقت لاحق لا يبدأ إلا إذا كان Longhaul مفتوحًا في المتصفح حينها.',
    moved: (name, place, count) =>
      `أصبح ${format.name(name)} الآن رقم ${format.number(place)} من ${format.number(count)}.`,
    later: 'بدء لاحق…',
    laterHeading: 'متى تبدأ الملفات المضافة',
    laterHint: 'يسري على ما تضيفه من الآن في هذه الصفحة.',
    added: (time) => `ما تضيفه الآن يبدأ ${at(time)} إذا كان Longhaul مفتوحًا حينها.`,
  }
}
