import type { Later } from '../en-later.ts'
import { problems } from './problems.ts'

export const refusals: Later['invitation']['refusals'] = {
  link_required: {
    what: problems.link_required.what,
    next: 'افتح في هذا المتصفح الرابط الذي أُعطي لك.',
  },
  link_damaged: {
    what: 'هذا الرابط غير مكتمل.',
    next: 'انسخه مرة أخرى كاملًا حتى نهايته، وافتحه هنا.',
  },
  link_invalid: {
    what: 'هذا الرابط غير صالح.',
    next: 'افتح الرابط كاملًا مرة أخرى، أو اطلب رابطًا جديدًا ممن أعطاك إياه.',
  },
  link_expired: {
    what: 'انتهت صلاحية هذا الرابط.',
    next: 'ما بدأ رفعه يستمر. لإرسال المزيد اطلب رابطًا جديدًا ممن أعطاك إياه.',
  },
  link_revoked: {
    what: 'سُحب هذا الرابط.',
    next: 'لم يعد يُقبل أي شيء عن طريقه. اطلب رابطًا جديدًا ممن أعطاك إياه.',
  },
  sign_in_required: {
    what: problems.sign_in_required.what,
    next: 'سجّل الدخول: ما بدأ رفعه يستمر تلقائيًا.',
  },
}
