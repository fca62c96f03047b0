import { whenNeeded } from '../../../shared/when-needed.ts'
import type { Later } from '../en-later.ts'
import { dayOf } from '../day-of.ts'
import type { Words } from './words.ts'

export const order = ({ format, locale, uploads }: Words): Later['order'] => {
  const days = whenNeeded(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const date = whenNeeded(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
  const clock = whenNeeded(() => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }))
  const hourOf = (time: number) => `um ${clock().format(time)} Uhr`
  const at = (time: number) => `${dayOf(time, days(), date())} ${hourOf(time)}`
  const onDate = { format: (time: number) => `am ${date().format(time)}` }
  const onDay = (time: number) => `${dayOf(time, days(), onDate)} ${hourOf(time)}`
  return {
    open: 'Reihenfolge und Beginn',
    hint: 'Ziehen verschiebt; wählen stellt Vorrang und Beginn ein',
    heading: (name) => `Wann ${format.name(name)} gesendet wird`,
    headingOf: (count) => `Wann ${uploads(count)} gesendet werden`,
    place: 'Platz in der Warteschlange',
    placeOf: (place, count) =>
      `Nummer ${format.number(place)} von ${format.number(count)} mit diesem Vorrang.`,
    steps: { top: 'Ganz nach oben', up: 'Nach oben', down: 'Nach unten', end: 'Ans Ende' },
    priority: 'Vorrang',
    priorityHint:
      'Was höheren Vorrang hat, wird zuerst gesendet. Der Rest nutzt, was von der Leitung übrig bleibt.',
    priorities: { high: 'Hoch', normal: 'Mittel', low: 'Niedrig' },
    priorityOf: { high: 'Hoher Vorrang', low: 'Niedriger Vorrang' },
    start: 'Beginn',
    startHint:
      'Longhaul muss zu dieser Zeit im Browser offen sein, denn kein Browser kann es von selbst starten. Ist es dann geschlossen, beginnt der Upload, wenn Sie es das nächste Mal öffnen.',
    same: 'Wie jeweils eingestellt',
    atOnce: 'Sobald er an der Reihe ist',
    at,
    other: 'Zu einer anderen Zeit',
    otherTime: 'Tag und Uhrzeit des Beginns',
    past: 'Wählen Sie eine Zeit, die noch kommt.',
    save: 'Speichern',
    close: 'Schließen',
    startsAt: (time) => `Beginnt ${onDay(time)}, wenn Longhaul dann offen ist.`,
    closing: 'Was später beginnen soll, beginnt nur, wenn Longhaul dann im Browser offen ist.',
    moved: (name, place, count) =>
      `${format.name(name)} ist jetzt Nummer ${format.number(place)} von ${format.number(count)}.`,
    later: 'Später beginnen …',
    laterHeading: 'Wann neue Dateien beginnen',
    laterHint: 'Gilt für alles, was Sie von jetzt an auf dieser Seite hinzufügen.',
    added: (time) =>
      `Was Sie jetzt hinzufügen, beginnt ${onDay(time)}, wenn Longhaul dann offen ist.`,
  }
}
