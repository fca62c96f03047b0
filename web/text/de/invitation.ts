import type { Later } from '../en-later.ts'
import { problems } from './problems.ts'

export const refusals: Later['invitation']['refusals'] = {
  link_required: {
    what: problems.link_required.what,
    next: 'Öffnen Sie in diesem Browser den Link, den Sie bekommen haben.',
  },
  link_damaged: {
    what: 'Dieser Link ist unvollständig.',
    next: 'Kopieren Sie ihn noch einmal ganz, bis zum Ende, und öffnen Sie ihn hier.',
  },
  link_invalid: {
    what: 'Dieser Link ist ungültig.',
    next: 'Öffnen Sie noch einmal den ganzen Link, oder lassen Sie sich einen neuen geben.',
  },
  link_expired: {
    what: 'Dieser Link ist abgelaufen.',
    next: 'Was begonnen wurde, läuft weiter. Um mehr zu senden, lassen Sie sich einen neuen geben.',
  },
  link_revoked: {
    what: 'Dieser Link wurde zurückgezogen.',
    next: 'Über ihn wird nichts mehr angenommen. Lassen Sie sich einen neuen geben.',
  },
  sign_in_required: {
    what: problems.sign_in_required.what,
    next: 'Melden Sie sich an: Was begonnen wurde, geht von selbst weiter.',
  },
}
