import type { Rule } from '../../../shared/answers.ts'
import { MAX_DETAILS_BYTES } from '../../../shared/details.ts'
import type { Field } from '../../../shared/form.ts'
import type { Later } from '../en-later.ts'
import { askedKind, type AskedKind } from '../asked-kind.ts'
import type { NoNumber } from '../entered-number.ts'
import type { Words } from './words.ts'

type Fault = (field: Field | undefined) => string

/** Of an operator's, as precise as it is. */
const exact = (number: number) => String(number)

const wanted: Record<AskedKind, string> = {
  text: 'Füllen Sie dieses Feld aus.',
  choice: 'Wählen Sie etwas aus der Liste.',
  date: 'Geben Sie ein Datum ein.',
  hash: 'Geben Sie 32 (MD5), 40 (SHA-1) oder 64 Stellen (SHA-256) ein: 0 bis 9 und a bis f, ohne Leerzeichen.',
  number: 'Geben Sie eine Zahl ein.',
  whole: 'Geben Sie eine ganze Zahl ein.',
  yesNo: 'Wählen Sie Ja oder Nein.',
}

const faultsOf = ({ format, plural }: Words): Record<Rule | NoNumber, Fault> => {
  const characters = (count: number) => plural(count, { one: '# Zeichen', other: '# Zeichen' })
  return {
    required: (field) => wanted[askedKind(field)],
    unknown: () => 'Danach wird nicht mehr gefragt.',
    type: (field) =>
      askedKind(field) === 'text' ? 'Geben Sie etwas anderer Art ein.' : wanted[askedKind(field)],
    grouped: () =>
      'Das lässt sich als Tausender oder als Bruchteil lesen. Geben Sie Tausender ohne Trennzeichen ein (1234) und einen Bruchteil mit einer Ziffer mehr (1,2340).',
    characters: () =>
      'Darin stehen Zeichen, die man nicht sieht, etwa Tabulatoren, Zeilenenden oder Richtungszeichen. Tippen Sie es neu, statt es einzufügen.',
    minLength: (field) =>
      field?.type === 'text'
        ? `Geben Sie mindestens ${characters(field.minLength)} ein.`
        : 'Geben Sie mehr ein.',
    maxLength: (field) =>
      field?.type === 'text'
        ? `Geben Sie höchstens ${characters(field.maxLength)} ein.`
        : 'Geben Sie weniger ein.',
    pattern: () => 'Das hat nicht die verlangte Form.',
    date: () => 'Geben Sie ein vollständiges Datum ein, das es gibt.',
    hash: () => wanted.hash,
    choice: () => wanted.choice,
    integer: () => wanted.whole,
    minimum: (field) =>
      field?.type === 'number'
        ? `Geben Sie ${exact(field.minimum)} oder mehr ein.`
        : 'Geben Sie mehr ein.',
    maximum: (field) =>
      field?.type === 'number'
        ? `Geben Sie ${exact(field.maximum)} oder weniger ein.`
        : 'Geben Sie weniger ein.',
    size: () =>
      `Alles zusammen ist zu lang: Kürzen Sie die längsten Texte, bis es höchstens ${format.bytes(MAX_DETAILS_BYTES)} sind.`,
  }
}

export const details = (words: Words): Later['details'] => ({
  heading: 'Angaben zu diesen Dateien',
  once: 'Für alle Dateien, die Sie jetzt hinzufügen.',
  required: 'Felder mit * müssen ausgefüllt werden.',
  mayBeAlone:
    'Ein Hash gehört zu einer einzigen Datei. Um ihn anzugeben, fügen Sie die Dateien einzeln hinzu.',
  mustBeAlone:
    'Ein Hash gehört zu einer einzigen Datei, und hier wird er verlangt. Fügen Sie die Dateien einzeln hinzu.',
  choose: 'Auswählen …',
  faults: faultsOf(words),
  faulty: (count) =>
    words.plural(count, {
      one: 'Noch nicht hinzugefügt: # Feld ist markiert.',
      other: 'Noch nicht hinzugefügt: # Felder sind markiert.',
    }),
  stillFaulty: (count) =>
    words.plural(count, {
      one: 'Noch nicht gesendet: # Feld ist markiert.',
      other: 'Noch nicht gesendet: # Felder sind markiert.',
    }),
  add: (count) => `${words.files(count)} hinzufügen`,
  counting: (count) => `Bisher ${words.files(count)} …`,
  send: 'Mit diesen Angaben senden',
  sendAll: 'Alle Dateien, die mit denselben Angaben abgelehnt wurden, werden mit diesen gesendet.',
  hashOf: (name) => `Ein Hash, den Sie eingeben, gilt nur für ${words.format.name(name)}.`,
  clear: 'Formular leeren',
  cleared: 'Was eingegeben war, ist gelöscht, und was gemerkt war, ist vergessen.',
  putBack: 'Alles ist wieder, wie es war.',
  cancel: 'Nicht hinzufügen',
  close: 'Schließen',
  notAdded: (count) =>
    `Das Formular wurde geschlossen, daher nicht hinzugefügt: ${words.files(count)}. Wählen Sie sie noch einmal aus, um sie hinzuzufügen.`,

  shown: 'Angaben',
  entered: 'So, wie sie beim Hinzufügen der Datei eingegeben wurden.',
  yes: 'Ja',
  no: 'Nein',
  noAnswer: 'Keine Angabe',
})
