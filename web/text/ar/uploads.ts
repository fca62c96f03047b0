import type { Later } from '../en-later.ts'
import { refusals } from './invitation.ts'
import type { Words } from './words.ts'

export const uploads = ({
  filesOf,
  format,
  plural,
  uploads,
  uploadsOf,
}: Words): Pick<
  Later,
  | 'states'
  | 'fault'
  | 'row'
  | 'safety'
  | 'again'
  | 'lost'
  | 'confirm'
  | 'announce'
  | 'watchLink'
  | 'invitation'
> => ({
  states: {
    waiting: 'في الانتظار',
    uploading: 'جارٍ الرفع',
    paused: 'متوقف مؤقتًا',
    finishing: 'جارٍ الإنهاء',
    verified: 'تم التحقق',
    failed: 'فشل',
    cancelled: 'أُلغي',
    disproved: 'غير مطابق',
  },

  fault:
    'حدث خلل في Longhaul. أعد تحميل الصفحة، ثم حاول مرة أخرى. تستمر عمليات الرفع في هذه الأثناء.',

  row: {
    progress: (name) => `تقدّم رفع ${format.name(name)}`,
    speedOf: (speed, limit) => `${speed} من ${limit} على الأكثر`,
    arrived: (sent, size) => `${sent} من ${size}`,
    arrivedValue: (percent, sent, size, underWay) =>
      underWay === null
        ? `${percent}، وصل ${sent} من ${size}`
        : `${percent}، وصل ${sent} من ${size}، ونحو ${underWay} في الطريق`,
    underWay: (bytes) => `نحو ${bytes} في الطريق`,
    left: (duration) => `بقي ${duration}`,
    emptyFolder: 'مجلد فارغ',
    inFolder: (path) => `في ${format.name(path)}`,
    offline: 'لا توجد شبكة: سيتابع الرفع عند عودتها.',
    tryingAgain: (duration) => `ستُعاد المحاولة بعد ${duration}.`,
    tryingNow: 'تجري إعادة المحاولة الآن.',
    failedNext: 'اختر «إعادة المحاولة».',
    finishing: 'وصلت جميع الأجزاء. يجري التحقق من الملف كاملًا.',
    sizeOnly: 'لم يُقارن من الملف كاملًا سوى حجمه: انظر الإيصال.',
    unhashed: 'بعض أجزائه لم يُقارن بشيء: انظر الإيصال.',
    pause: 'إيقاف مؤقت',
    resume: 'استئناف',
    cancel: 'إلغاء',
    retry: 'إعادة المحاولة',
    remove: 'إزالة',
    receipt: 'الإيصال',
    continue: 'متابعة',
    chooseAgain: 'إعادة الاختيار',
    of: (action, name) => `${action}: ${format.name(name)}`,
  },

  safety: {
    nothing: 'لم يصل شيء بعد. ملفاتك الأصلية تُقرأ فقط ولا تُغيَّر أبدًا.',
    some: (bytes) =>
      `في خدمة التخزين الآن ${bytes}، وما وصل يبقى هناك: بعد أي انقطاع لا يُرسَل إلا الباقي. ولا يثبت وصول الملف كاملًا إلا بعد التحقق منه.`,
    failed: (count) => `فشل رفع ${filesOf(count)}: لا تعتمد على ما فشل قبل أن يتم التحقق منه.`,
    done: 'جميع الملفات كاملة في خدمة التخزين، ومجاميعها الاختبارية تطابق ما حسبه هذا المتصفح. والإيصالات تثبت ذلك.',
    unproved: (count) =>
      `جميع الملفات كاملة في خدمة التخزين، لكن تعذّرت مقارنة ${filesOf(count)} مقارنةً كاملة، والإيصالات تبيّن ما قورن.`,
  },

  again: {
    continueAll: (count) => `متابعة ${uploadsOf(count)}`,
    continueWhy: (count) => `يحتاج المتصفح إلى إذنك لقراءة ${filesOf(count)} مرة أخرى.`,
    gone: (count) =>
      plural(count, {
        zero: 'لا تحتاج أي عملية رفع إلى ملفها.',
        one: 'تحتاج عملية رفع واحدة إلى ملفها مرة أخرى. أفلِت الملف أو مجلده أو اخترهما من جديد، وستتابع من حيث توقفت.',
        two: 'تحتاج عمليتا رفع إلى ملفيهما مرة أخرى. أفلِت الملفين أو مجلدهما أو اخترهما من جديد، وستتابعان من حيث توقفتا.',
        few: 'تحتاج # عمليات رفع إلى ملفاتها مرة أخرى. أفلِت الملفات أو مجلدها أو اخترها من جديد، وستتابع من حيث توقفت.',
        many: 'تحتاج # عملية رفع إلى ملفاتها مرة أخرى. أفلِت الملفات أو مجلدها أو اخترها من جديد، وستتابع من حيث توقفت.',
        other:
          'تحتاج # عملية رفع إلى ملفاتها مرة أخرى. أفلِت الملفات أو مجلدها أو اخترها من جديد، وستتابع من حيث توقفت.',
      }),
    refused: 'لم يمنح المتصفح الإذن. اختر «متابعة» ليُطلب منك مرة أخرى.',
    differs: (name, what) => `ليس هذا هو الملف الذي أُضيف باسم ${format.name(name)}: ${what}.`,
    differentName: (chosen) => `اسمه ${format.name(chosen)}`,
    differentSize: (chosen, expected) => `حجمه ${chosen} بدلًا من ${expected}`,
    differentDate: 'تغيّر منذ ذلك الحين',
  },

  lost: {
    goesOn: (count) =>
      `حذف المتصفح سجلات Longhaul. ما زالت لدى هذه الصفحة ملفات ${uploadsOf(count)}، وهي تتابع بها.`,
    addAgain: (count) =>
      `حذف المتصفح سجلات Longhaul الخاصة بـ${uploadsOf(count)}. أضِف الملفات من جديد لتتابع من حيث توقفت:`,
  },

  confirm: {
    heading: (count) => `هل تريد إلغاء ${uploadsOf(count)}؟`,
    one: (name, sent) =>
      `وصل ${sent} من ${format.name(name)}. الإلغاء يحذف من التخزين ما وصل؛ أما ملفك الأصلي فيبقى.`,
    many: (sent) => `وصل ${sent}. الإلغاء يحذف من التخزين ما وصل؛ أما ملفاتك الأصلية فتبقى.`,
    yes: (count) => `إلغاء ${uploadsOf(count)}`,
    no: 'مواصلة الرفع',
  },

  announce: {
    added: (count) => `تمت إضافة ${filesOf(count)}.`,
    verified: (count) => `تم التحقق من ${filesOf(count)}.`,
    verifiedOne: (name) => `تم التحقق من ${format.name(name)}.`,
    failed: (count) => `فشل: ${uploads(count)}.`,
    failedOne: (name) => `فشل رفع ${format.name(name)}.`,
    held: (count) => `تحتاج إليك ${uploads(count)}.`,
    heldOne: (name, what) => `يحتاج ${format.name(name)} إليك. ${what}`,
  },

  watchLink: {
    show: 'العرض على جهاز آخر',
    tooOld: 'بدأت عملية الرفع هذه منذ وقت أطول من أن تُعرض على جهاز آخر.',
    failed: 'تعذّر إنشاء رابط لأن الخادم لم يقدّمه. حاول مرة أخرى بعد لحظات.',
  },

  invitation: {
    refusals,
    signIn: 'تسجيل الدخول',
    closed: 'لا يمكن إضافة ملفات الآن.',
    left: (count, bytes) => {
      const left = [
        ...(count === null ? [] : [filesOf(count)]),
        ...(bytes === null ? [] : [format.bytes(bytes)]),
      ]
      return left.length === 0 ? null : `ما زال بإمكانك إرسال ${format.list(left)}.`
    },
    full: 'أُرسل كل ما يُسمح بإرساله عن طريق هذا الرابط. ما بدأ رفعه يستمر. إذا احتجت إلى إرسال المزيد، فاسأل من أعطاك الرابط.',
    until: (time) => `يمكن استخدام هذا الرابط حتى ${time}.`,
  },
})
