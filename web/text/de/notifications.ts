import type { NotificationText } from '../../../shared/notification-text.ts'
import type { Words } from './words.ts'

export const notifications = ({ locale }: Words): NotificationText => ({
  locale,
  verifiedOne: '{name} ist angekommen',
  verified: { one: '# Datei ist angekommen', other: '# Dateien sind angekommen' },
  verifiedMore: 'Öffnen Sie Longhaul, um zu sehen, was geprüft wurde, und für die Quittung.',
  failedOne: '{name} konnte nicht gesendet werden',
  failed: { one: '# Upload ist fehlgeschlagen', other: '# Uploads sind fehlgeschlagen' },
  failedMore: 'Öffnen Sie Longhaul, um den Grund zu sehen und es erneut zu versuchen.',
  disprovedOne: 'Verlassen Sie sich nicht auf {name}',
  disproved: {
    one: 'Verlassen Sie sich nicht auf # Datei',
    other: 'Verlassen Sie sich nicht auf # Dateien',
  },
  disprovedMore:
    'Was gesendet wurde, ist nicht die Datei, wie sie jetzt ist. Öffnen Sie Longhaul, um zu sehen, was zu tun ist.',
  waiting: { one: '# Upload wartet auf Sie', other: '# Uploads warten auf Sie' },
  waitingMore: 'Was angekommen ist, bleibt erhalten. Öffnen Sie Longhaul, um weiterzumachen.',
  buttons: {
    verified: 'Quittung zeigen',
    failed: 'Grund zeigen',
    waiting: 'Öffnen',
    retry: 'Erneut versuchen',
    disproved: 'Grund zeigen',
  },
})
