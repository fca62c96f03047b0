import type { Text } from '../en.ts'
import { words } from './words.ts'

const { format } = words

export const views: Text['views'] = {
  navigation: 'أقسام التطبيق',
  progress: (percent, title) => `${percent} · ${title}`,
  title: (view) => `${format.name(view)} · Longhaul`,
  home: 'عمليات الرفع',
  history: 'السجل',
  settings: 'الإعدادات',
  health: 'الاتصال والمتصفح',
  help: 'المساعدة',
  loading: 'جارٍ التحميل…',
  notLoaded: 'تعذّر تحميل هذه الصفحة',
  notLoadedNext: 'تحقّق من الاتصال، ثم أعد تحميل الصفحة. تستمر عمليات الرفع في هذه الأثناء.',
  unknown: 'لا يوجد شيء في هذا العنوان',
  unknownNext: 'ربما كُتب العنوان خطأً، أو لم تعد الصفحة المقصودة موجودة.',
  noUpload: 'عملية الرفع هذه ليست في القائمة',
  noUploadNext: 'أُزيلت، أو تخصّ متصفحًا آخر: لكل متصفح قائمته الخاصة.',
  toHome: 'الذهاب إلى القائمة',
}
