import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const known = ({ files, plural }: Words): Later['known'] => ({
  heading: (count) =>
    plural(count, {
      one: '# Datei ist schon in der Liste',
      other: '# Dateien sind schon in der Liste',
    }),
  verified: (count) =>
    plural(count, {
      one: '# davon wurde schon von diesem Browser gesendet: Sie ist angekommen und geprüft.',
      other: '# davon wurden schon von diesem Browser gesendet: Sie sind angekommen und geprüft.',
    }),
  stored: (count) =>
    plural(count, {
      one: '# davon liegt jetzt im Speicher, wo sie angekommen ist.',
      other: '# davon liegen jetzt im Speicher, wo sie angekommen sind.',
    }),
  notStored: (count) =>
    plural(count, {
      one: '# davon liegt nicht mehr dort, wo sie angekommen ist: Sie wurde dort verschoben oder gelöscht. Ihre Quittung bleibt. Fragen Sie, wer diesen Server betreibt, oder fügen Sie sie noch einmal hinzu.',
      other:
        '# davon liegen nicht mehr dort, wo sie angekommen sind: Sie wurden dort verschoben oder gelöscht. Ihre Quittungen bleiben. Fragen Sie, wer diesen Server betreibt, oder fügen Sie sie noch einmal hinzu.',
    }),
  others: (count) =>
    plural(count, {
      one: '# davon ist ein Upload, der noch nicht gut zu Ende ist.',
      other: '# davon sind Uploads, die noch nicht gut zu Ende sind.',
    }),
  how: 'Erkannt werden sie an Namen, Größe und Datum, und am Ordner, wo er mitgewählt wurde. Alle anderen Dateien wurden hinzugefügt.',
  skip: (count) => `${files(count)} überspringen`,
  again: 'Noch einmal hinzufügen',
  skipped: (count) =>
    plural(count, {
      one: '# Datei wurde übersprungen, denn sie ist schon in der Liste.',
      other: '# Dateien wurden übersprungen, denn sie sind schon in der Liste.',
    }),
})
