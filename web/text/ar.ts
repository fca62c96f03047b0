/** What a person sees first, in Arabic; see `en.ts`. */
import { home } from './ar/home.ts'
import { views } from './ar/views.ts'
import { words } from './ar/words.ts'
import type { Text } from './en.ts'

export { words }
const { format } = words

export const text: Text = {
  bandwidth: 'حد السرعة',
  name: 'Longhaul',
  home,
  views,
  start: {
    starting: 'جارٍ البدء…',
    failed: 'تعذّر بدء Longhaul',
    failedNext: 'تعذّر تحميل الجزء الذي يرسل الملفات في الخلفية. تحقّق من الاتصال وحاول مرة أخرى.',
    blocked:
      'إذا استمر الأمر، فقد يكون القرص ممتلئًا: أخلِ بعض المساحة وأعد تشغيل المتصفح. وربما يمنع هذا الموقع من العمل في الخلفية: تحقّق من إعداداته الخاصة بملفات تعريف الارتباط وبيانات المواقع.',
    tryAgain: 'حاول مرة أخرى',
    outdated: 'هذه الصفحة أقدم من عمليات الرفع لديك',
    outdatedWhy:
      'كُتبت عمليات الرفع في هذا المتصفح بإصدار أحدث من Longhaul. تركها هذا الإصدار كما هي ولم يغيّر شيئًا.',
    outdatedNext:
      'أعد تحميل هذه الصفحة للحصول على الإصدار الأحدث. إذا بقيت هذه الرسالة، فاسأل مشغّل هذه الخدمة.',
    unsupported: 'لا يمكن تشغيل Longhaul في نافذة المتصفح هذه',
    unsupportedWhy:
      'يرسل Longhaul الملفات بواسطة عامل خدمة، وهو غير متاح في هذه النافذة. توقفه نوافذ Firefox الخاصة وبعض المتصفحات المضمّنة.',
    unsupportedNext: 'افتح هذا العنوان في نافذة عادية من Chrome أو Edge أو Firefox أو Safari.',
    insecure: 'هذا العنوان ليس آمنًا بما يكفي',
    insecureWhy:
      'لا تسمح المتصفحات بعمال الخدمة، الذين يرسلون الملفات، إلا في العناوين التي تبدأ بـ https:// وعلى الحاسوب نفسه.',
    insecureNext:
      'افتح هذه الصفحة بعنوانها الذي يبدأ بـ https://، أو بالعنوان http://localhost على الحاسوب الذي يشغّلها.',
  },

  drop: {
    heading: 'إضافة ملفات',
    invitation: 'أفلِت الملفات والمجلدات أو ألصقها في أي مكان',
    chooseFiles: 'اختيار ملفات',
    chooseFolder: 'اختيار مجلد',
  },

  add: {
    adding: (count) => `تجري إضافة الملفات، والعدد حتى الآن: ${format.number(count)}…`,
    more: (count) => `و${format.number(count)} غيرها`,
  },

  queue: {
    heading: 'عمليات الرفع',
    progress: 'تقدّم جميع عمليات الرفع',
  },

  banner: {
    offline: 'لا توجد شبكة. تتابع عمليات الرفع تلقائيًا عند عودتها.',
    silent: 'لا يستجيب الجزء الذي يرسل الملفات في الخلفية. أعد تحميل هذه الصفحة.',
    reload: 'إعادة التحميل',
    update: 'يتوفر إصدار جديد.',
    updateWhy: 'عمليات الرفع الجارية تتابع تلقائيًا بعد التحديث.',
    updateNow: 'التحديث الآن',
    later: 'لاحقًا',
    dismiss: 'إخفاء',
    noAnswer:
      'لم يستجب الجزء الذي يرسل الملفات في الخلفية. حاول مرة أخرى، أو أعد تحميل هذه الصفحة.',
    failed: (what) => `لم ينجح ذلك. ${what}`,
  },
}
