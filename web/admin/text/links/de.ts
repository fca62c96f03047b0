/** What the admin page says of links, in German. */
import { words } from '../../../text/de/words.ts'
import type { Text } from '../en.ts'

const { files, format, plural } = words

export const links: Text['links'] = {
  what: 'Links, über die Dateien hierher gesendet werden, die neuesten zuerst.',
  none: 'Noch gibt es keinen Link.',
  noneNext: 'Erstellen Sie einen und geben Sie ihn denen, die Ihnen Dateien senden sollen.',
  off: 'Dieser Server nimmt keine Links an (AUTH ist nicht links). Die folgenden lassen niemanden herein.',
  make: 'Link erstellen',
  label: 'Name',
  labelHint: 'Nur für Sie: Anna, Rohschnitt',
  note: 'Notiz',
  noteHint: 'Sehen alle, die den Link öffnen',
  prefix: 'Ordner im Bucket',
  prefixHint: 'Schlüsselanfang: fuer-anna/',
  expires: 'Gilt für',
  days: (count) => format.duration(count * 86_400),
  maxFiles: 'Höchstens so viele Dateien',
  maxBytes: 'Höchstens so viele GB insgesamt',
  maxFileSize: 'Höchstens so viele GB je Datei',
  noLimit: 'Kein Limit',
  count: 'Geben Sie eine ganze Zahl ab 1 ein, oder nichts für kein Limit.',
  amount: 'Geben Sie eine Zahl ab 0,001 ein, etwa 1,5, oder nichts für kein Limit.',
  grouped:
    'Das lässt sich als Tausender oder als Bruchteil lesen. Geben Sie Tausender ohne Trennzeichen ein (1234) und einen Bruchteil mit einer Ziffer mehr (1,2340).',
  notify: 'Per E-Mail benachrichtigt',
  notifyHint: 'anna@example.com',
  notifyWhy:
    'Erfährt, was aus jeder Datei wurde, sofern der Server E-Mails sendet. Wer den Link hat, kann die Adresse lesen.',
  admin: 'Berechtigt zur Verwaltung: diese Seite sehen, Links erstellen und zurückziehen',
  submit: 'Link erstellen',
  wrong: (field) => `Der Server hat das nicht angenommen: ${field}.`,
  fields: {
    prefix: 'Der Ordner darf nicht mit „/“ beginnen und kein „//“, „..“ oder „\\“ enthalten',
    note: 'Die Notiz ist zu lang',
    label: 'Der Name ist zu lang',
    notify: 'Wer per E-Mail benachrichtigt wird, muss genau eine E-Mail-Adresse sein',
    maxFiles: 'Die Zahl der Dateien muss eine ganze Zahl sein',
    maxBytes: 'Das sind insgesamt zu viele Bytes',
    maxFileSize: 'Eine Datei darf höchstens 48,8 TiB haben',
    expiresInSeconds: 'Ein Link gilt höchstens 366 Tage',
  },
  madeHeading: 'Der Link ist erstellt',
  made: 'Kopieren Sie ihn jetzt: Er wird nirgends aufbewahrt und kann nicht noch einmal gezeigt werden. Wer ihn hat, kann ihn benutzen.',
  madeAdmin:
    'Kopieren Sie ihn jetzt: Er wird nirgends aufbewahrt und kann nicht noch einmal gezeigt werden. Wer ihn hat, ist zur Verwaltung berechtigt.',
  link: 'Link',
  unnamed: 'Ohne Namen',
  isAdmin: 'Verwaltung',
  active: 'Gültig',
  expired: 'Abgelaufen',
  revoked: 'Zurückgezogen',
  full: 'Aufgebraucht',
  until: (time) => `bis ${time}`,
  since: (time) => `Erstellt ${time}`,
  goesTo: (prefix) => `nach ${format.name(prefix)}`,
  used: (count, most, bytes, mostBytes) =>
    `${
      most === null
        ? files(count)
        : plural(most, {
            one: `${format.number(count)} von # Datei`,
            other: `${format.number(count)} von # Dateien`,
          })
    }, ${mostBytes === null ? bytes : `${bytes} von ${mostBytes}`}`,
  aFile: (bytes) => `höchstens ${bytes} je Datei`,
  notCounted: 'Ohne Limits, deshalb nicht gezählt',
  receipts: 'Seine Quittungen',
  receiptsOf: (name) => `Seine Quittungen: ${format.name(name)}`,
  revoke: 'Zurückziehen …',
  revokeOf: (name) => `Zurückziehen: ${format.name(name)}`,
  confirm: (name) => `„${format.name(name)}“ zurückziehen?`,
  confirmWhy:
    'Binnen zehn Sekunden nimmt kein Server mehr etwas darüber an, und was damit begonnen wurde, kann nicht abgeschlossen werden. Das lässt sich nicht rückgängig machen. Was geprüft ist, bleibt.',
  confirmOwn: 'Sie sind über genau diesen Link angemeldet: Sie verlieren diese Seite.',
  yes: 'Zurückziehen',
  no: 'Behalten',
  done: (name) => `„${format.name(name)}“ wurde zurückgezogen.`,
}
