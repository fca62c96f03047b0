import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const added = ({ format, plural }: Words): Later['added'] => ({
  show: 'Anzeigen',
  nothing: 'In Ihrer Auswahl waren keine Dateien.',
  unreadable: (count) =>
    plural(count, {
      one: '# Datei war nicht lesbar und wurde ausgelassen:',
      other: '# Dateien waren nicht lesbar und wurden ausgelassen:',
    }),
  tooLarge: (name) => `${format.name(name)} (größer, als ein Objekt sein kann: 48,8 TiB)`,
  tooLong: (name) => `${format.name(name)} (der Pfad ist zu lang)`,
  given: (count) =>
    plural(count, {
      one: '# Upload hat seine Datei wieder und läuft weiter',
      other: '# Uploads haben ihre Dateien wieder und laufen weiter',
    }),
  full: 'Der Speicherplatz des Browsers ist voll oder gestört. Schaffen Sie Platz auf Ihrem Laufwerk und fügen Sie die Dateien dann noch einmal hinzu.',
  stopped: 'Der Rest war nicht lesbar. Fügen Sie ihn noch einmal hinzu.',
})
