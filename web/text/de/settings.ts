import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const settings = ({ format }: Words): Later['settings'] => ({
  what: 'Sie gelten für diesen Browser auf diesem Gerät.',

  appearance: 'Sprache und Farben',
  language: 'Sprache',
  theme: 'Farben',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  notKept:
    'Der Browser lässt diese Seite die Wahl nicht merken: Sein Speicherplatz ist voll oder abgeschaltet.',

  speed: 'Tempolimit',
  speedNow: (limit) =>
    limit === null
      ? 'Uploads nutzen so viel von der Verbindung, wie sie können.'
      : `Alle Uploads zusammen senden gerade höchstens ${format.speed(limit)}.`,
  speedUnknown: 'Uploads lassen sich begrenzen, immer oder zu bestimmten Tageszeiten.',
  speedChange: 'Limit ändern',

  permissions: 'Was der Browser erlaubt',
  permissionsWhat:
    'Sonst fragt Longhaul nach nichts: nicht nach dem Ort, der Kamera oder dem Adressbuch.',
  permits: {
    granted: 'Erlaubt',
    denied: 'Nicht erlaubt',
    prompt: 'Noch nicht gefragt',
    unsupported: 'Nicht in diesem Browser',
  },
  notifications: 'Benachrichtigungen',
  notificationsWhat:
    'Sie melden, dass eine Datei angekommen oder fehlgeschlagen ist oder Sie braucht, während keine Seite von Longhaul zu sehen ist.',
  notificationsAsk: 'Benachrichtigungen erlauben',
  keep: 'Gespeichertes behalten',
  keepWhat:
    'Der Browser löscht die Liste der Uploads und den Verlauf dann nicht von selbst, wenn das Laufwerk voll wird.',
  keepAsk: 'Den Browser bitten, es zu behalten',
  keepRefused:
    'Der Browser hat bisher nicht zugestimmt. Er entscheidet danach, wie oft diese Seite benutzt wird: Es hilft, sie zu installieren oder Benachrichtigungen zu erlauben.',
  background: 'Senden im Hintergrund',
  backgroundWhat: 'Der Browser sendet den Rest, wenn die letzte Seite geschlossen wird.',
  files: 'Dateien lesen',
  filesWhat:
    'Nur die, die Sie auswählen, ablegen oder einfügen, und nur zum Lesen. Nach einem Neustart fragt der Browser Sie vielleicht noch einmal.',
  filesState: 'Bei jeder Datei',
  denied:
    'Um das zu ändern, öffnen Sie beim Symbol vor der Adresse die Berechtigungen der Seite, erlauben Sie es dort und laden Sie die Seite neu.',
  failed:
    'Der Browser hat nicht geantwortet. Versuchen Sie es noch einmal oder sehen Sie bei den Berechtigungen der Seite nach.',

  storage: 'Belegter Speicherplatz',
  storageUse: (used, quota) => `${used} von ${quota}, die der Browser erlaubt`,
  storageMeter: 'Belegter Speicherplatz',
  storageUnknown: 'Dieser Browser sagt nicht, wie viel belegt ist.',
  storageWhat:
    'Longhaul behält die Liste der Uploads, welche Teile angekommen sind, den Verlauf, die App selbst für die Zeit ohne Netz, und Kopien kleiner Dateien, solange sie gesendet werden. Große Dateien werden dort gelesen, wo sie liegen, und nie kopiert, es sei denn, der Browser sendet sie im Hintergrund.',

  more: 'Verbindung und Browser',
  moreWhat:
    'Sehen Sie nach, ob Server und Speicher antworten, was dieser Browser kann, und was der Support wissen muss.',
  moreLink: 'Verbindung und Browser prüfen',
})
