import type { NotificationText } from '../../../shared/notification-text.ts'
import type { Words } from './words.ts'

export const notifications = ({ format, locale }: Words): NotificationText => ({
  locale,
  verifiedOne: `وصل ${format.name('{name}')}`,
  verified: {
    one: 'وصل ملف واحد',
    two: 'وصل ملفان',
    few: 'وصلت # ملفات',
    many: 'وصل # ملفًا',
    other: 'وصل # ملف',
  },
  verifiedMore: 'افتح Longhaul للاطلاع على ما تم التحقق منه وعلى الإيصال.',
  failedOne: `تعذّر إرسال ${format.name('{name}')}`,
  failed: {
    one: 'فشلت عملية رفع واحدة',
    two: 'فشلت عمليتا رفع',
    few: 'فشلت # عمليات رفع',
    many: 'فشلت # عملية رفع',
    other: 'فشلت # عملية رفع',
  },
  failedMore: 'افتح Longhaul لمعرفة السبب وللمحاولة مرة أخرى.',
  disprovedOne: `لا تعتمد على ${format.name('{name}')}`,
  disproved: {
    one: 'لا تعتمد على ملف واحد',
    two: 'لا تعتمد على ملفين',
    few: 'لا تعتمد على # ملفات',
    many: 'لا تعتمد على # ملفًا',
    other: 'لا تعتمد على # ملف',
  },
  disprovedMore: 'ما أُرسل ليس الملف كما هو الآن. افتح Longhaul لترى ما ينبغي عمله.',
  waiting: {
    one: 'عملية رفع واحدة في انتظارك',
    two: 'عمليتا رفع في انتظارك',
    few: '# عمليات رفع في انتظارك',
    many: '# عملية رفع في انتظارك',
    other: '# عملية رفع في انتظارك',
  },
  waitingMore: 'ما وصل محفوظ. افتح Longhaul للمتابعة.',
  buttons: {
    verified: 'عرض الإيصال',
    failed: 'عرض السبب',
    waiting: 'فتح',
    retry: 'إعادة المحاولة',
    disproved: 'عرض السبب',
  },
})
