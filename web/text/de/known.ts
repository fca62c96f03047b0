import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const known = ({ files, format, plural }: Words): Later['known'] => {
  const those = (count: number, all: number) =>
    count < all ? `${format.number(count)} davon` : 'Sie'
  return {
    heading: (count) =>
      plural(count, {
        one: '# Datei ist schon in der Liste',
        other: '# Dateien sind schon in der Liste',
      }),
    verified: (count, all) =>
      `${those(count, all)} ${plural(count, {
        one: 'wurde schon von diesem Browser gesendet, ist angekommen und geprüft.',
        other: 'wurden schon von diesem Browser gesendet, sind angekommen und geprüft.',
      })}`,
    stored: (count, all) =>
      `${those(count, all)} ${plural(count, {
        one: 'liegt jetzt im Speicher, wo sie angekommen ist.',
        other: 'liegen jetzt im Speicher, wo sie angekommen sind.',
      })}`,
    notStored: (count, all) =>
      `${those(count, all)} ${plural(count, {
        one: 'liegt nicht mehr dort, wo sie angekommen ist: Sie wurde dort verschoben oder gelöscht. Ihre Quittung bleibt. Fragen Sie, wer diesen Server betreibt, oder fügen Sie sie noch einmal hinzu.',
        other:
          'liegen nicht mehr dort, wo sie angekommen sind: Sie wurden dort verschoben oder gelöscht. Ihre Quittungen bleiben. Fragen Sie, wer diesen Server betreibt, oder fügen Sie sie noch einmal hinzu.',
      })}`,
    others: (count, all) =>
      `${those(count, all)} ${plural(count, {
        one: 'wird noch gesendet oder ist fehlgeschlagen.',
        other: 'werden noch gesendet oder sind fehlgeschlagen.',
      })}`,
    how: (count) =>
      plural(count, {
        one: 'Erkannt wird sie an Namen, Größe und Datum, und am Ordner, wo er mitgewählt wurde.',
        other:
          'Erkannt werden sie an Namen, Größe und Datum, und am Ordner, wo er mitgewählt wurde.',
      }),
    othersAdded: 'Alle anderen Dateien wurden hinzugefügt.',
    skip: (count) => `${files(count)} überspringen`,
    again: 'Noch einmal hinzufügen',
    skipped: (count) =>
      plural(count, {
        one: '# Datei wurde übersprungen, denn sie ist schon in der Liste.',
        other: '# Dateien wurden übersprungen, denn sie sind schon in der Liste.',
      }),
  }
}
