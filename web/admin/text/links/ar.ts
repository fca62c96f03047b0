/** What the admin page says of links, in Arabic. */
import { words } from '../../../text/ar/words.ts'
import type { Text } from '../en.ts'

const { files, filesOf, format } = words

export const links: Text['links'] = {
  what: 'روابط يرسل بها الناس الملفات إلى هنا، الأحدث أولًا.',
  none: 'لم يُنشأ أي رابط بعد.',
  noneNext: 'أنشئ رابطًا، وأعطه لمن يرسل إليك الملفات.',
  off: 'لا يقبل هذا الخادم الروابط (AUTH ليس links). الروابط أدناه لا تُدخل أحدًا.',
  make: 'إنشاء رابط',
  label: 'الاسم',
  labelHint: 'لتعرفه أنت به: آن، النسخة الأولى',
  note: 'ملاحظة',
  noteHint: 'تُعرض على من يفتح الرابط',
  prefix: 'المجلد في الحاوية',
  prefixHint: `ما تبدأ به المفاتيح: ${format.name('for-ann/')}`,
  expires: 'يعمل مدة',
  days: (count) => format.duration(count * 86_400),
  maxFiles: 'أقصى عدد من الملفات',
  maxBytes: 'أقصى مجموع بوحدة GB',
  maxFileSize: 'أقصى حجم للملف بوحدة GB',
  noLimit: 'بلا حد',
  count: 'اكتب عددًا صحيحًا بدءًا من 1، أو لا شيء إن لم يكن هناك حد.',
  amount: 'اكتب عددًا بدءًا من 0.001، مثل 1.5، أو لا شيء إن لم يكن هناك حد.',
  grouped:
    'قد يُقرأ هذا آلافًا أو كسرًا عشريًا. اكتب الآلاف دون فاصل (1234)، واكتب الكسر بخانة إضافية (1.2340).',
  notify: 'من يُبلَّغ بالبريد',
  notifyHint: 'name@example.com',
  notifyWhy:
    'يُبلَّغ بما آل إليه كل ملف إذا كان الخادم يرسل البريد. من لديه الرابط يمكنه قراءة العنوان.',
  admin: 'حامله مشرف: يرى هذه الصفحة، وينشئ الروابط ويسحبها',
  submit: 'إنشاء الرابط',
  wrong: (field) => `لم يقبل الخادم هذا: ${field}.`,
  fields: {
    prefix: 'لا يجوز أن يبدأ المجلد بـ «/» ولا أن يكون فيه «//» أو «..» أو «\\»',
    note: 'الملاحظة طويلة جدًا',
    label: 'الاسم طويل جدًا',
    notify: 'من يُبلَّغ بالبريد يجب أن يكون عنوان بريد إلكتروني واحدًا',
    maxFiles: 'أقصى عدد من الملفات يجب أن يكون عددًا صحيحًا',
    maxBytes: 'المجموع أكبر مما يجوز',
    maxFileSize: 'لا يجوز أن يتجاوز حجم الملف 48.8 TiB',
    expiresInSeconds: 'لا يعمل الرابط أكثر من 366 يومًا',
  },
  madeHeading: 'أُنشئ الرابط',
  made: 'انسخه الآن: لا يُحفظ في أي مكان، ولا يمكن عرضه مرة أخرى. كل من لديه يمكنه استعماله.',
  madeAdmin: 'انسخه الآن: لا يُحفظ في أي مكان، ولا يمكن عرضه مرة أخرى. كل من لديه مشرف.',
  link: 'الرابط',
  unnamed: 'بلا اسم',
  isAdmin: 'مشرف',
  active: 'يعمل',
  expired: 'منتهي الصلاحية',
  revoked: 'مسحوب',
  full: 'مستنفد',
  until: (time) => `حتى ${time}`,
  since: (time) => `أُنشئ ${time}`,
  goesTo: (prefix) => `إلى ${format.name(prefix)}`,
  used: (count, most, bytes, mostBytes) =>
    `${most === null ? files(count) : `${format.number(count)} من ${filesOf(most)}`}، ${
      mostBytes === null ? bytes : `${bytes} من ${mostBytes}`
    }`,
  aFile: (bytes) => `حجم الملف ${bytes} على الأكثر`,
  notCounted: 'بلا حدود، فلا يُعدّ',
  receipts: 'إيصالاته',
  receiptsOf: (name) => `إيصالاته: ${format.name(name)}`,
  revoke: 'سحب…',
  revokeOf: (name) => `سحب: ${format.name(name)}`,
  confirm: (name) => `هل تريد سحب «${format.name(name)}»؟`,
  confirmWhy:
    'بعد عشر ثوانٍ على الأكثر لن يقبل أي خادم شيئًا عن طريقه، ولا يمكن إكمال ما بُدئ به. لا يمكن التراجع عن ذلك. ما تم التحقق منه يبقى.',
  confirmOwn: 'سجّلت الدخول بهذا الرابط نفسه: ستفقد هذه الصفحة.',
  yes: 'سحب',
  no: 'الإبقاء',
  done: (name) => `سُحب «${format.name(name)}».`,
}
