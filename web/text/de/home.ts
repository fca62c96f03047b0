import type { Text } from '../en.ts'
import { words } from './words.ts'

const { files, format, plural, uploads } = words

export const home: Text['home'] = {
  overall: {
    nothing: () => 'Dateien jeder Größe senden',
    done: (count) => `${files(count)} geprüft`,
    'needs-you': () => 'Wartet auf Sie',
    failed: (count) =>
      plural(count, {
        one: '# Datei ist fehlgeschlagen',
        other: '# Dateien sind fehlgeschlagen',
      }),
    offline: () => 'Wartet auf das Netz',
    paused: () => 'Pausiert',
    sending: (count) =>
      plural(count, { one: '# Datei wird gesendet', other: '# Dateien werden gesendet' }),
    finishing: () => 'Angekommenes wird geprüft',
    waiting: () => 'Beginnt gleich',
    timed: () => 'Beginnt später',
  },
  lead: 'Direkt in den Speicher, in Teilen, die Verbindungsabbrüche, geschlossene Tabs und Neustarts überstehen. Am Ende ist bewiesen, dass alles unverändert ankam.',
  points: [
    [
      'Was angekommen ist, bleibt',
      'Nach einem Verbindungsabbruch oder Absturz wird nur gesendet, was noch fehlt. Das geschieht von selbst.',
    ],
    [
      'Sie müssen nicht warten',
      'Wenn der Browser es kann, sendet er den Rest, nachdem Sie die Seite geschlossen haben. Sie erfahren vorher, ob er es kann.',
    ],
    [
      'Am Ende bewiesen',
      'Eine Datei gilt als geprüft, wenn ihre Prüfsumme im Speicher mit Ihrer übereinstimmt. Darüber bekommen Sie eine Quittung.',
    ],
  ],
  keepOpen: [
    'Lassen Sie diese Seite offen',
    'Uploads pausieren, wenn sie geschlossen wird, und gehen bei Ihrem nächsten Besuch weiter.',
  ],
  left: 'Restzeit',
  speed: 'Tempo',
  arrived: 'Angekommen',
  verified: 'Geprüft',
  failed: 'Fehlgeschlagen',
  none: '–',
  arrivedOf: (sent, size) => `${sent} von ${size}`,
  verifiedOf: (some, all) =>
    plural(all, {
      one: `${format.number(some)} von # Datei`,
      other: `${format.number(some)} von # Dateien`,
    }),

  close: 'Wenn Sie diese Seite schließen',
  closeIdle: 'Es läuft nichts: Sie können sie schließen.',
  closePaused: 'Pausiertes bleibt pausiert. Sie können es beim nächsten Besuch fortsetzen.',
  closeFailed:
    'Es läuft nichts: Sie können sie schließen. Was fehlgeschlagen ist, sagt in seiner Zeile, was zu tun ist.',
  closeNeeds: 'Es wartet trotzdem auf Sie und geht danach an derselben Stelle weiter.',
  goesOn: 'Läuft weiter',
  goesOnPartly: 'Läuft teilweise weiter',
  pauses: 'Pausiert',
  fine: 'Nichts geht verloren',

  safety: 'Wie sicher die Daten sind',

  removed: (count) => `${uploads(count)} entfernt.`,
  undo: 'Rückgängig',
  release: 'Zum Hinzufügen loslassen',
}
