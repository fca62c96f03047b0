import type { Rule } from '../../../shared/answers.ts'
import { MAX_DETAILS_BYTES } from '../../../shared/details.ts'
import type { Field } from '../../../shared/form.ts'
import type { Later } from '../en-later.ts'
import { askedKind, type AskedKind } from '../asked-kind.ts'
import type { NoNumber } from '../entered-number.ts'
import type { Words } from './words.ts'

type Fault = (field: Field | undefined) => string

/** Of an operator's, as precise as it is. */
const exact = (number: number) => String(number)

const wanted: Record<AskedKind, string> = {
  text: 'املأ هذا الحقل.',
  choice: 'اختر من القائمة.',
  date: 'أدخل تاريخًا.',
  hash: 'أدخل 32 خانة (MD5) أو 40 (SHA-1) أو 64 (SHA-256): من 0 إلى 9 ومن a إلى f، دون مسافات.',
  number: 'أدخل رقمًا.',
  whole: 'أدخل عددًا صحيحًا.',
  yesNo: 'اختر نعم أو لا.',
}

const faultsOf = ({ format, plural }: Words): Record<Rule | NoNumber, Fault> => {
  const characters = (count: number) =>
    plural(count, {
      zero: '# حرف',
      one: 'حرف واحد',
      two: 'حرفين',
      few: '# أحرف',
      many: '# حرفًا',
      other: '# حرف',
    })
  return {
    required: (field) => wanted[askedKind(field)],
    unknown: () => 'لم يعد هذا مطلوبًا.',
    type: (field) =>
      askedKind(field) === 'text' ? 'أدخل قيمة من نوع آخر.' : wanted[askedKind(field)],
    grouped: () =>
      'قد يُقرأ هذا آلافًا أو كسرًا عشريًا. اكتب الآلاف دون فاصل (1234)، واكتب الكسر بخانة إضافية (1.2340).',
    characters: () =>
      'يحتوي هذا على أحرف لا تُرى، مثل علامات الجدولة أو نهايات الأسطر أو علامات الاتجاه. اكتبه من جديد بدلًا من لصقه.',
    minLength: (field) =>
      field?.type === 'text' ? `أدخل ما لا يقل عن ${characters(field.minLength)}.` : 'أدخل المزيد.',
    maxLength: (field) =>
      field?.type === 'text' ? `أدخل ما لا يزيد عن ${characters(field.maxLength)}.` : 'أدخل أقل.',
    pattern: () => 'ليس هذا على الشكل المطلوب.',
    date: () => 'أدخل تاريخًا كاملًا وصحيحًا.',
    hash: () => wanted.hash,
    choice: () => wanted.choice,
    integer: () => wanted.whole,
    minimum: (field) =>
      field?.type === 'number' ? `أدخل ${exact(field.minimum)} أو أكثر.` : 'أدخل المزيد.',
    maximum: (field) =>
      field?.type === 'number' ? `أدخل ${exact(field.maximum)} أو أقل.` : 'أدخل أقل.',
    size: () =>
      `كل ذلك معًا طويل أكثر من اللازم: اختصر أطول النصوص حتى لا يزيد عن ${format.bytes(MAX_DETAILS_BYTES)}.`,
  }
}

export const details = (words: Words): Later['details'] => ({
  heading: 'عن هذه الملفات',
  once: 'لجميع الملفات التي تضيفها الآن.',
  required: 'يجب ملء الحقول المعلّمة بـ *.',
  mayBeAlone: 'البصمة تخص ملفًا واحدًا. لإدخالها أضِف الملفات واحدًا واحدًا.',
  mustBeAlone: 'البصمة تخص ملفًا واحدًا، وهي مطلوبة هنا. أضِف الملفات واحدًا واحدًا.',
  choose: 'اختر…',
  faults: faultsOf(words),
  faulty: (count) =>
    words.plural(count, {
      zero: 'لم تتم الإضافة بعد: لا حقول معلّمة.',
      one: 'لم تتم الإضافة بعد: حقل واحد معلّم.',
      two: 'لم تتم الإضافة بعد: حقلان معلّمان.',
      few: 'لم تتم الإضافة بعد: # حقول معلّمة.',
      many: 'لم تتم الإضافة بعد: # حقلًا معلّمًا.',
      other: 'لم تتم الإضافة بعد: # حقل معلّم.',
    }),
  stillFaulty: (count) =>
    words.plural(count, {
      zero: 'لم يتم الإرسال بعد: لا حقول معلّمة.',
      one: 'لم يتم الإرسال بعد: حقل واحد معلّم.',
      two: 'لم يتم الإرسال بعد: حقلان معلّمان.',
      few: 'لم يتم الإرسال بعد: # حقول معلّمة.',
      many: 'لم يتم الإرسال بعد: # حقلًا معلّمًا.',
      other: 'لم يتم الإرسال بعد: # حقل معلّم.',
    }),
  add: (count) => `إضافة ${words.filesOf(count)}`,
  counting: (count) => `حتى الآن: ${words.files(count)}…`,
  send: 'الإرسال بهذه البيانات',
  sendAll: 'تُرسل بهذه البيانات جميع الملفات التي رُفضت بالبيانات نفسها.',
  hashOf: (name) => `البصمة التي تُدخلها هي بصمة ${words.format.name(name)} وحده.`,
  clear: 'إفراغ النموذج',
  cleared: 'حُذف ما أُدخل، ونُسي ما كان محفوظًا.',
  putBack: 'عاد كل شيء كما كان.',
  cancel: 'عدم الإضافة',
  close: 'إغلاق',
  notAdded: (count) =>
    `أُغلق النموذج، فلم تتم إضافة ${words.filesOf(count)}. اخترها مرة أخرى لإضافتها.`,

  shown: 'البيانات',
  entered: 'كما أُدخلت عند إضافة الملف.',
  yes: 'نعم',
  no: 'لا',
  noAnswer: 'دون إجابة',
})
