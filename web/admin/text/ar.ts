/** All text of the admin page, in Arabic; see `en.ts`. */
import { words } from '../../text/ar/words.ts'
import type { Text } from './en.ts'
import { links } from './links/ar.ts'
import { createMoney } from './money.ts'

const { files, locale, parts: countedParts, plural, uploads, uploadsOf } = words
export const { format } = words
export { findings } from './findings/ar.ts'
const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })

const relative = new Intl.RelativeTimeFormat(locale)

/** In the form that a time has after "before". */
function ago(seconds: number): string {
  if (seconds < 60) return 'قبل لحظات'
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute')
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour')
  return relative.format(-Math.floor(seconds / 86_400), 'day')
}

const receiptForms = {
  zero: '# إيصال',
  one: 'إيصال واحد',
  few: '# إيصالات',
  many: '# إيصالًا',
  other: '# إيصال',
}
const receipts = (count: number) => plural(count, { ...receiptForms, two: 'إيصالان' })

export const text: Text = {
  name: 'Longhaul',
  title: (view) => `${view} · إدارة Longhaul`,
  linkOf: (id) => `الرابط ${format.name(id)}`,
  linkNamed: (name) => `الرابط «${format.name(name)}»`,
  accountOf: (hash) => `الحساب ${format.name(hash)}`,
  badge: 'الإدارة',
  navigation: 'الإدارة',
  refresh: 'تحديث',
  toUploads: 'إرسال ملفات',
  signOut: 'تسجيل الخروج',
  when: (iso) => when.format(new Date(iso)),
  day: (iso) => day.format(new Date(iso)),
  ago,
  loading: 'جارٍ التحميل…',
  more: 'عرض المزيد',
  tryAgain: 'حاول مرة أخرى',
  cancel: 'إلغاء',
  close: 'إغلاق',
  copy: 'نسخ',
  copied: 'تم النسخ',
  copyFailed: 'لم يسمح المتصفح بالنسخ. حدّد النص وانسخه.',
  views: {
    uploads: 'عمليات الرفع',
    receipts: 'الإيصالات',
    links: 'الروابط',
    totals: 'المجاميع والتكلفة',
    health: 'الحالة',
  },

  problems: {
    network: 'تعذّر الوصول إلى الخادم. تحقّق من الشبكة ثم حاول مرة أخرى.',
    timeout: 'استغرقت خدمة التخزين وقتًا أطول مما ينبغي. حاول مرة أخرى.',
    slow_down: 'الطلبات كثيرة جدًا الآن. انتظر قليلًا ثم حاول مرة أخرى.',
    store_denied: 'رفضت خدمة التخزين. افتح «الحالة»: تذكر الإذن الذي ينقص الخادم.',
    store:
      'تعذّر الوصول إلى خدمة التخزين أو أصابها خلل. افتح «الحالة» لمعرفة السبب ثم حاول مرة أخرى.',
    bad_answer:
      'الجواب من إصدار آخر من Longhaul. أعد تحميل هذه الصفحة، وإن بقي الأمر فانظر في سجل الخادم.',
    bad_request: 'لم يقبل الخادم ذلك.',
    not_found: 'لم يعد ذلك موجودًا.',
    unknown: 'لم ينجح ذلك. حاول مرة أخرى؛ في سجل الخادم تفاصيل أكثر.',
  },

  signIn: {
    asking: 'جارٍ تسجيل الدخول…',
    heading: 'تسجيل الدخول',
    link_required: 'هذه الصفحة للمشرفين. افتحها برابط إدارة.',
    link_invalid: 'هذا الرابط غير صالح: ليس من هذا الخادم، أو غير مكتمل.',
    link_expired: 'انتهت صلاحية هذا الرابط. أنشئ رابطًا آخر.',
    link_revoked: 'سُحب هذا الرابط. أنشئ رابطًا آخر.',
    sign_in_required: 'لم تسجّل الدخول، أو انتهى تسجيل دخولك. أعد تحميل هذه الصفحة لتسجيل الدخول.',
    notAdmin: 'سجّلت الدخول، لكن ليس بصفة مشرف.',
    open: 'يُسمح هنا للجميع بالرفع، فلا يُعرف أحد بأنه مشرف.',
    unreachable: 'لا يذكر الخادم من أنت. تحقّق من الشبكة ثم حاول مرة أخرى.',
    makeOne: 'أنشئ على الخادم رابط إدارة بهذا الأمر، وافتح ما يطبعه:',
    orAccount: 'مع الحسابات (AUTH=jwt) المشرفون هم من يذكرهم JWT_ADMIN: مطالبة (claim) وقيمتها.',
    openNext:
      'اضبط AUTH=links أو AUTH=jwt. مع AUTH=open لا مشرف سوى هذا الحاسوب نفسه، وذلك فقط إذا كان HOST وPUBLIC_ORIGIN لا يُدخلان غيره.',
    paste: 'رابط الإدارة',
    pasteHint: 'يبقى في علامة التبويب هذه، ويُنسى عند إغلاقها.',
    submit: 'تسجيل الدخول',
    notWhole: 'هذا الرابط غير مكتمل. انسخه كاملًا حتى نهايته.',
  },

  uploads: {
    what: 'ما في الحاوية من ملفات لم تكتمل.',
    show: 'عرض',
    all: 'الكل',
    abandonedOnly: 'المهجورة فقط',
    empty: 'لا شيء قيد الإرسال.',
    emptyNext: 'تظهر عمليات الرفع هنا من بدايتها حتى اكتمالها.',
    noneAbandoned: 'ليس بين هذه ما هو مهجور.',
    begun: (ago) => `بدأت ${ago}`,
    unknownAge: 'لا تذكر خدمة التخزين متى بدأت',
    running: 'جارية',
    resumable: (until) => `يمكن استئنافها حتى ${until}`,
    abandoned: 'مهجورة',
    abandonedWhy: (time) => `أقدم من ${time}، ولم يصل منه شيء منذ يوم`,
    of: (bytes) => `ملف حجمه ${bytes}`,
    lookUp: 'عرض ما وصل',
    arrived: (parts, bytes) => `${countedParts(parts)}، ${bytes}`,
    nothingArrived: 'لم يصل شيء',
    lastPart: (ago) => `آخر جزء ${ago}`,
    select: (name) => `تحديد ${format.name(name)}`,
    selected: (count) => `المحدد: ${uploads(count)}`,
    selectAbandoned: 'تحديد كل المهجورة',
    selectNone: 'إلغاء التحديد',
    abort: 'إلغاء…',
    abortOne: (name) => `إلغاء: ${format.name(name)}`,
    abortSelected: (count) => `إلغاء ${uploadsOf(count)}…`,
    confirm: (count) => `هل تريد إلغاء ${uploadsOf(count)}؟`,
    confirmWhy:
      'يُحذف من الحاوية ما وصل منها، ولا يمكن التراجع عن ذلك. من لا يزال يرسل إحداها يبدأ من جديد؛ أما ملفه فيبقى.',
    confirmRunning: (count) =>
      plural(count, {
        zero: 'كلها مهجورة.',
        one: 'واحدة منها ليست مهجورة: ربما يرسلها أحدهم الآن.',
        two: 'اثنتان منها ليستا مهجورتين: ربما يرسلهما أحدهم الآن.',
        few: '# منها ليست مهجورة: ربما يرسلها أحدهم الآن.',
        many: '# منها ليست مهجورة: ربما يرسلها أحدهم الآن.',
        other: '# منها ليست مهجورة: ربما يرسلها أحدهم الآن.',
      }),
    yes: (count) => `إلغاء ${uploadsOf(count)}`,
    no: 'الإبقاء',
    aborted: (count) => `أُلغي: ${uploads(count)}.`,
    completed: (count) => `اكتمل قبل الإلغاء: ${uploads(count)}. تبقى الملفات.`,
    failed: (count) => `تعذّر إلغاء ${uploadsOf(count)}. حاول مرة أخرى.`,
  },

  receipts: {
    what: 'ما وصل وتم التحقق منه، الأحدث أولًا.',
    disproved: 'غير مطابق',
    differs: 'البصمة عند الاستحواذ غير مطابقة',
    search: 'البحث',
    words: 'الاسم أو المفتاح',
    wordsHint: 'كل هذه الكلمات',
    person: 'الرابط أو الحساب',
    personHint: 'معرّف رابط، أو قيمة sub لحساب',
    from: 'من (UTC)',
    to: 'إلى (UTC)',
    submit: 'بحث',
    clear: 'مسح',
    empty: 'لم يصل شيء بعد.',
    emptyNext: 'يظهر هنا فورًا كل ملف تم التحقق منه.',
    none: 'لا يوجد إيصال كهذا.',
    noneNext: 'ابحث عن كلمات أقل، أو في أيام أكثر.',
    searching: (since) => `جارٍ البحث، حتى الآن رجوعًا إلى ${since}…`,
    stop: 'إيقاف',
    stopped: (since) => `تم البحث رجوعًا إلى ${since}.`,
    goOn: 'متابعة البحث رجوعًا',
    receipt: 'الإيصال',
    open: (name) => `إيصال ${format.name(name)}`,
    save: 'حفظ بصيغة JSON',
    verify: 'لمقارنة ملف به، دون اتصال:',
    keys: 'المفاتيح التي وُقّع بها',
    older: 'قد تنقص هذه القائمة إيصالات أقدم منها.',
    olderWhy: 'يُقرأ كل منها مرة واحدة. يمكنك إغلاق هذه الصفحة: ما أُضيف يبقى.',
    olderStart: 'البحث عنها',
    olderRunning: (looked) => `ما فُحص حتى الآن: ${receipts(looked)}…`,
    olderDone: (added) => (added === 0 ? 'لم ينقص شيء.' : `أُضيف: ${receipts(added)}.`),
  },

  links,

  totals: {
    what: 'بقدر ما تعرف الحاوية: أيام بالتوقيت العالمي UTC، آخر 30 يومًا.',
    counting: 'جارٍ عدّ الأيام الأقدم…',
    arrived: 'ما وصل',
    all: (count) => `${files(count)} منذ البداية`,
    recent: 'آخر 30 يومًا',
    recentFiles: (count) => files(count),
    failed: 'بلا نتيجة',
    failedWhy: 'ما أُلغي أو أُزيل أو لم يتطابق، في آخر 30 يومًا',
    share: (percent) => `تم التحقق من ${percent} مما انتهى`,
    bytesChart: 'البيانات التي وصلت كل يوم',
    filesChart: 'الملفات كل يوم',
    verified: 'تم التحقق',
    notVerified: 'بلا نتيجة',
    most: (value) => `${value} على الأكثر`,
    table: 'الأرقام نفسها في جدول',
    columns: ['اليوم', 'تم التحقق', 'البيانات', 'بلا نتيجة'],
    empty: 'لم يصل شيء في آخر 30 يومًا.',
    cost: 'التكلفة المقدَّرة',
    costStorage: 'التخزين، شهريًا',
    costStorageWhy: (bytes) => `لكل ما وصل، ${bytes}، كأن شيئًا لم يُحذف`,
    costRequests: 'الطلبات، 30 يومًا',
    costRequestsWhy: (count) => `نحو ${count} من طلبات عمليات الرفع`,
    costTransfer: 'النقل الوارد، 30 يومًا',
    costTransferWhy: (bytes) => `ما وصل: ${bytes}`,
    noPrices: 'لم تُضبط أسعار، فلا تقدير.',
    noPricesNext: 'أعطِ الخادم أسعارك في الإعداد PRICES، مثلًا:',
    money: createMoney(locale, (sign) => format.name(sign)),
  },

  health: {
    what: 'يجرّب كل ما يحتاج إليه الخادم من حاويته، بمفاتيح تجريبية تُزال بعد ذلك.',
    start: 'الفحص الآن',
    again: 'الفحص مرة أخرى',
    running: 'جارٍ الفحص: يستغرق بضع ثوانٍ…',
    levels: { ok: 'يعمل', warning: 'يمكن تحسينه', failure: 'لا يعمل' },
    well: 'كل شيء على ما يرام',
    working: (warnings) =>
      plural(warnings, {
        zero: 'عمليات الرفع تعمل، دون تحذيرات',
        one: 'عمليات الرفع تعمل، مع تحذير واحد',
        two: 'عمليات الرفع تعمل، مع تحذيرين',
        few: 'عمليات الرفع تعمل، مع # تحذيرات',
        many: 'عمليات الرفع تعمل، مع # تحذيرًا',
        other: 'عمليات الرفع تعمل، مع # تحذير',
      }),
    broken: (problems) =>
      plural(problems, {
        zero: 'عمليات الرفع لا يمكن أن تعمل',
        one: 'عمليات الرفع لا يمكن أن تعمل: مشكلة واحدة',
        two: 'عمليات الرفع لا يمكن أن تعمل: مشكلتان',
        few: 'عمليات الرفع لا يمكن أن تعمل: # مشكلات',
        many: 'عمليات الرفع لا يمكن أن تعمل: # مشكلة',
        other: 'عمليات الرفع لا يمكن أن تعمل: # مشكلة',
      }),
    brokenNext: 'أصلح الأولى أولًا: قد تنتج الأخريات عنها.',
    at: (time) => `فُحص ${time}`,
    change: 'ما ينبغي تغييره',
    works: (count) =>
      plural(count, {
        zero: 'لا فحص سليم',
        one: 'فحص واحد سليم',
        two: 'فحصان سليمان',
        few: '# فحوص سليمة',
        many: '# فحصًا سليمًا',
        other: '# فحص سليم',
      }),
    setup: 'يضبط هذا الأمر قواعد CORS ودورة الحياة، ويعرض أولًا ما كان سيغيّره:',
  },
}
