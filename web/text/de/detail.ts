import type { PartState } from '../../uploads/part-map.ts'
import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

const states: Readonly<Record<PartState, string>> = {
  waiting: 'Wartet',
  elsewhere: 'Beim Browser',
  reading: 'Gelesen und bereit',
  sending: 'Unterwegs',
  arrived: 'Angekommen',
  verified: 'Geprüft',
}

export const detail = ({ format, parts, plural }: Words): Later['detail'] => ({
  back: 'Alle Dateien',
  parts: 'Teile',
  states,
  partsOf: (size, count) => `${parts(count)} zu je ${size}`,
  onePart: 'Ein Teil',
  map: (counts) => `Die Teile der Reihe nach: ${format.list(counts)}`,
  counted: (count, state) => `${parts(count)} „${states[state]}“`,
  noPlan: 'Wie die Datei geteilt wird, steht fest, sobald sie an der Reihe ist.',

  speed: 'Tempo',
  speedChart: (now, most, since) => `Tempo seit ${since}: zuletzt ${now}, in der Spitze ${most}`,
  speedNote: (most, since) => `Seit ${since}. In der Spitze ${most}.`,
  noSpeed: 'Das Tempo erscheint, sobald Teile angekommen sind, während diese Seite offen ist.',

  ways: 'Wege zum Speicher',
  lanes: (used, all) =>
    plural(all, {
      one: `Diese Datei nutzt ${format.number(used)} von # Spur: So viele Teile dürfen gerade gleichzeitig gesendet werden.`,
      other: `Diese Datei nutzt ${format.number(used)} von # Spuren: So viele Teile dürfen gerade gleichzeitig gesendet werden.`,
    }),
  hostStates: {
    untried: 'Noch nicht versucht',
    probing: 'Wird versucht',
    open: 'In Gebrauch',
    aside: 'Vorübergehend ausgelassen',
  },
  sentTo: (count) => `${parts(count)} unterwegs`,
  each: (speed) => `je ${speed}`,
  retried: (count) =>
    plural(count, {
      one: '# Teil wird noch einmal versucht',
      other: '# Teile werden noch einmal versucht',
    }),

  log: 'Was geschehen ist',
  noLog: 'Seit dem Start des Hintergrundteils gibt es nichts zu berichten.',
  logNote: 'Seit dem Start von Longhauls Hintergrundteil, das Neueste zuerst.',
  notes: {
    created: 'Der Server hat Platz dafür geschaffen.',
    listed: 'Der Speicher hat gesagt, welche Teile er hat.',
    completed: 'Alles ist da und wurde geprüft.',
    pause: 'Pausiert.',
    resume: 'Fortgesetzt.',
    retry: 'Von vorn noch einmal versucht.',
    given: 'Die Datei ist lesbar.',
    elsewhere: 'Der Browser hat Teile übernommen und sendet sie selbst.',
    'taken-back': 'Diese Seite hat wieder vom Browser übernommen.',
    disprove:
      'Was gesendet wurde, ist nicht die Datei, wie sie jetzt ist: Verlassen Sie sich nicht darauf.',
  },
  arrived: 'Alles ist da.',
  often: (count, part) => {
    const times = `${format.number(count)}-mal`
    if (part === null) return `(${times})`
    const number = format.number(part)
    return count === 1 ? `(Teil ${number})` : `(${times}, zuletzt bei Teil ${number})`
  },
})
