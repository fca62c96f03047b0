import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const filter = ({ format, uploads, uploadsOf }: Words): Later['filter'] => ({
  label: 'البحث في عمليات الرفع',
  search: 'ابحث بالاسم أو المجلد',
  states: 'عرض فقط',
  groups: {
    all: 'الكل',
    running: 'جارية',
    waiting: 'منتظرة',
    'needs-you': 'تحتاج إليك',
    paused: 'متوقفة مؤقتًا',
    failed: 'فاشلة',
    done: 'مكتملة',
    cancelled: 'ملغاة',
  },
  shown: (count, all) =>
    count === 0
      ? `لا يوجد ما يطابق من ${uploadsOf(all)}.`
      : `يُعرض ${format.number(count)} من ${uploadsOf(all)}`,
  actions: (count) => `للمعروض: ${uploads(count)}`,
  forSome: (action, count) => `${action}\u00a0(${format.number(count)})`,
  showAll: 'عرض الكل',
  pauseAll: 'إيقاف الكل مؤقتًا',
  resumeAll: 'استئناف الكل',
  cancelAll: 'إلغاء الكل',
  retryFailed: 'إعادة محاولة ما فشل',
  removeFinished: 'إزالة المنتهي',
  allActions: 'لجميع عمليات الرفع',
})
