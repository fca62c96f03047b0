import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const system = ({ filesOf }: Words): Later['system'] => ({
  install:
    'يمكن تثبيت Longhaul: عندها تكون له نافذة خاصة به، ويستقبل الملفات التي تشاركها معه أو تفتحها به، وتُظهر أيقونته عدد ما تبقّى.',
  installNow: 'تثبيت',
  admin: 'تُفتح صفحة الإدارة في نافذة خاصة بها.',
  openAdmin: 'فتح',
  filesAgain:
    'لم تصل الملفات التي فتحتها إلى هنا، لأن صفحة الإدارة كانت في هذه النافذة. افتحها مرة أخرى.',
  receiving: 'يجري استلام ما شاركه تطبيق آخر. قد يستغرق ذلك بعض الوقت مع الملفات الكبيرة.',
  shared: (count, bytes) =>
    `شارك تطبيق آخر ${filesOf(count)} مع Longhaul (${bytes}). لا يُرسَل شيء إلا بموافقتك:`,
  send: 'إرسال',
  notShared:
    'لم يصل ما تمت مشاركته: ربما لا توجد مساحة كافية على هذا الجهاز. شاركه مرة أخرى، أو اختر الملفات هنا.',
})
