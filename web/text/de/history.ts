import type { Later } from '../en-later.ts'
import type { Unit } from '../../history/periods.ts'
import type { Words } from './words.ts'

const perUnit: Readonly<Record<Unit, string>> = {
  day: 'nach Tagen',
  week: 'nach Wochen',
  month: 'nach Monaten',
  year: 'nach Jahren',
}

export const history = ({ files, format, locale, plural, uploads }: Words): Later['history'] => ({
  what: 'Alle Uploads dieses Browsers, die zu Ende sind, auch wenn sie aus der Liste entfernt wurden. Er bleibt auf diesem Gerät.',
  locale,
  reading: 'Der Verlauf wird gelesen …',

  search: 'Suchen',
  searchHint: (letters) =>
    `Name, Ordner oder Angaben zur Datei. Schlüssel im Speicher, ID oder Hash: mindestens ${format.number(letters)} Zeichen davon.`,
  outcome: 'Ausgang',
  all: 'Alle',
  found: (some, all) =>
    some === all ? uploads(all) : `${format.number(some)} von ${uploads(all)}`,
  export: 'Als CSV speichern',
  exportHint: 'Speichert, was unten zu sehen ist.',
  file: 'longhaul-verlauf.csv',
  headings: {
    outcome: 'Ausgang',
    name: 'Name',
    folder: 'Ordner',
    size: 'Größe (Bytes)',
    arrived: 'Angekommen (Bytes)',
    added: 'Hinzugefügt (UTC)',
    ended: 'Beendet (UTC)',
    speed: 'Mittleres Tempo (Bytes pro Sekunde)',
    problem: 'Problem',
    problemCode: 'Code des Problems',
    proof: 'Was verglichen wurde',
    bucket: 'Bucket',
    key: 'Schlüssel',
    algorithm: 'Art der Prüfsumme',
    checksum: 'Prüfsumme',
    upload: 'ID des Uploads',
    details: 'Angaben',
    acquisition: 'Hash der Sicherung',
  },
  compared: {
    'object-checksum': 'Prüfsumme des Ganzen',
    'parts-checksum': 'Prüfsummen der Teile',
    'size-only': 'Nur die Größe',
  },
  clear: 'Verlauf löschen',
  clearAll: 'Ganzen Verlauf löschen',
  cleared: (count) => `Verlauf gelöscht: ${uploads(count)}.`,
  clearedWhy: 'Bis Sie diese Seite schließen, können Sie das rückgängig machen.',
  undo: 'Rückgängig',
  failed:
    'Das ging nicht: Der Speicherplatz des Browsers ist voll oder gestört. Es wurde nichts geändert.',

  empty: 'Noch ist nichts zu Ende',
  emptyWhy:
    'Hier stehen Uploads, sobald sie geprüft, fehlgeschlagen oder abgebrochen sind. Sie bleiben, bis Sie den Verlauf löschen.',
  none: 'Nichts gefunden',
  noneWhy: 'Kein Upload hat alle diese Wörter und ging so aus.',
  showAll: 'Alle zeigen',
  broken: 'Der Verlauf lässt sich nicht lesen',
  brokenWhy:
    'Der Speicherplatz des Browsers ist voll, abgeschaltet oder gestört. Uploads und ihre Quittungen betrifft das nicht.',
  brokenNext:
    'Schaffen Sie Platz auf diesem Gerät oder erlauben Sie dieser Seite, Daten zu behalten, und laden Sie die Seite neu.',
  newer: 'Eine neuere Version von Longhaul hat diesen Verlauf geschrieben',
  newerWhy:
    'Diese Version hat ihn gelassen, wie er ist. Laden Sie die Seite neu, um die neuere Version zu erhalten.',
  others: (count) =>
    plural(count, {
      one: '# weiterer stammt von einer anderen Version von Longhaul und wird nicht gezeigt.',
      other: '# weitere stammen von einer anderen Version von Longhaul und werden nicht gezeigt.',
    }),
  incomplete:
    'Was zuletzt zu Ende ging, konnte nicht festgehalten werden: Der Speicherplatz des Browsers ist voll oder gestört. Beim nächsten Upload wird es noch einmal versucht.',

  entries: 'Uploads, die zu Ende sind',
  took: (speed) => `im Durchschnitt ${speed}`,
  arrived: (sent, size) => `${sent} von ${size} angekommen`,
  noReceipt: 'Die Quittung dieses Uploads liegt hier nicht vor.',

  charts: 'Im Lauf der Zeit',
  volume: 'Menge',
  speed: 'Tempo',
  failures: 'Fehlschläge',
  volumeTotal: (bytes, count) => `${bytes} in ${files(count)}`,
  speedTotal: (speed) => `im Durchschnitt ${speed}`,
  failuresTotal: (failed, all) => `${format.number(failed)} von ${uploads(all)} fehlgeschlagen`,
  noSpeed: 'Noch keine gemessen',
  most: (value, when) => `Am meisten: ${value}, ${when}`,
  fastest: (value, when) => `Am schnellsten: ${value}, ${when}`,
  nothing: 'Nichts',
  chart: (what, unit, from, to, most) =>
    `${what} ${perUnit[unit]}, von ${from} bis ${to}. ${most}.`,
  weekOf: (day) => `Woche vom ${day}`,
  table: 'Dasselbe als Tabelle',
  when: 'Wann',
  verified: 'Geprüft',
  cancelled: 'Abgebrochen',
  failedShort: 'Fehlgeschlagen',
  noValue: '–',
})
