import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const watch = ({ format, plural }: Words): Later['watch'] => ({
  badge: 'Zuschauen',
  title: (percent, name) => `${percent} · ${format.name(name)} · Zuschauen`,
  only: 'Sie schauen einem Upload auf einem anderen Gerät zu. Von hier aus lässt sich nichts ändern.',
  looking: 'Wird nachgesehen …',
  gone: 'Nicht mehr da',
  goneWhy:
    'Der Speicher hat nichts von diesem Upload: Er wurde abgebrochen, aufgeräumt oder neu begonnen. Falls das andere Gerät ihn noch hat, bitten Sie um einen neuen Link.',
  parts: (sent, all) =>
    plural(all, {
      one: `${format.number(sent)} von # Teil`,
      other: `${format.number(sent)} von # Teilen`,
    }),
  quiet: (duration) =>
    `Seit ${duration} ist nichts angekommen. Vielleicht ist der Upload pausiert oder wartet auf sein Netz oder seine Datei: Das andere Gerät sagt, worauf.`,
  lastPart: 'Letzter Teil angekommen',
  begun: 'Begonnen',
  verified: 'Geprüft',
  looked: 'Zuletzt nachgesehen',
  network:
    'Keine Antwort: Vielleicht gibt es hier kein Netz. Es wird von selbst noch einmal nachgesehen.',
  server:
    'Der Server kann gerade nicht sagen, wie weit es ist. Es wird von selbst noch einmal nachgesehen.',
  receipt: 'Quittung öffnen',
  own: 'Eigene Dateien senden',
  announceVerified: (name) => `${format.name(name)} geprüft.`,
  announceGone: (name) => `${format.name(name)} ist nicht mehr da.`,

  damaged: 'Dieser Link ist unvollständig',
  damagedNext:
    'Kopieren Sie ihn auf dem Gerät, das die Datei sendet, noch einmal ganz, bis zum Ende.',
  refused: 'Dieser Link ist ungültig',
  refusedNext:
    'Er ist nicht von diesem Server oder wurde unterwegs verändert. Bitten Sie auf dem Gerät, das die Datei sendet, um einen neuen.',
  expired: 'Dieser Link ist abgelaufen',
  expiredNext: 'Er galt so lange, wie sein Upload fortgesetzt werden konnte, und nicht länger.',

  heading: 'Auf einem anderen Gerät zeigen',
  what: (name, until) =>
    `Wer diesen Link öffnet, sieht Namen, Größe und Fortschritt von ${format.name(name)} und am Ende die Quittung, bis ${until}.`,
  nothingElse:
    'Mehr kann der Link nicht: nicht die Datei lesen, nicht pausieren, abbrechen oder senden. Er lässt sich nicht zurücknehmen; geben Sie ihn also nur denen, die das sehen dürfen.',
  onlyHere:
    'Diese Seite ist unter einer Adresse geöffnet, die nur dieser Computer erreicht. Öffnen Sie sie unter der Adresse, die der Computer im Netz hat, um einen Link für andere Geräte zu bekommen.',
  link: 'Link',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  copyFailed:
    'Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Link und kopieren Sie ihn.',
  share: 'Teilen …',
  shareFailed: 'Der Browser hat den Link nicht geteilt. Kopieren Sie ihn stattdessen.',
  close: 'Schließen',
})
