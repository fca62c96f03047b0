/** What a person sees first, in German; see `en.ts`. */
import { home } from './de/home.ts'
import { views } from './de/views.ts'
import { words } from './de/words.ts'
import type { Text } from './en.ts'

export { words }
const { format, plural } = words

export const text: Text = {
  bandwidth: 'Tempolimit',
  name: 'Longhaul',
  home,
  views,
  start: {
    starting: 'Wird gestartet …',
    failed: 'Longhaul konnte nicht starten',
    failedNext:
      'Der Programmteil, der Dateien im Hintergrund sendet, konnte nicht geladen werden. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
    blocked:
      'Wenn es so bleibt, ist vielleicht die Festplatte voll: Schaffen Sie Platz und starten Sie den Browser neu. Vielleicht verbietet er dieser Website auch, im Hintergrund zu arbeiten: Prüfen Sie seine Einstellungen für Cookies und Websitedaten.',
    tryAgain: 'Noch einmal versuchen',
    outdated: 'Diese Seite ist älter als Ihre Uploads',
    outdatedWhy:
      'Die Uploads dieses Browsers stammen von einer neueren Version von Longhaul. Diese Version hat sie unverändert gelassen.',
    outdatedNext:
      'Laden Sie die Seite neu, um die neuere Version zu bekommen. Wenn diese Meldung bleibt, fragen Sie den Betreiber dieses Dienstes.',
    unsupported: 'In diesem Browserfenster läuft Longhaul nicht',
    unsupportedWhy:
      'Longhaul sendet Dateien mit einem Service Worker, und dieses Fenster hat keinen. In privaten Fenstern von Firefox und in manchen eingebetteten Browsern ist er abgeschaltet.',
    unsupportedNext:
      'Öffnen Sie diese Adresse in einem normalen Fenster von Chrome, Edge, Firefox oder Safari.',
    insecure: 'Diese Adresse ist nicht sicher genug',
    insecureWhy:
      'Browser erlauben Service Worker, die hier die Dateien senden, nur unter https://-Adressen und auf dem eigenen Computer.',
    insecureNext:
      'Öffnen Sie diese Seite unter ihrer https://-Adresse oder, auf dem Computer, auf dem sie läuft, als http://localhost.',
  },

  drop: {
    heading: 'Dateien hinzufügen',
    invitation: 'Dateien und Ordner irgendwo ablegen oder einfügen',
    chooseFiles: 'Dateien wählen',
    chooseFolder: 'Ordner wählen',
  },

  add: {
    adding: (count) =>
      plural(count, {
        one: 'Dateien werden hinzugefügt: bisher # Datei …',
        other: 'Dateien werden hinzugefügt: bisher # Dateien …',
      }),
    more: (count) => `und ${format.number(count)} weitere`,
  },

  queue: {
    heading: 'Uploads',
    progress: 'Fortschritt aller Uploads',
  },

  banner: {
    offline: 'Kein Netz. Uploads laufen von selbst weiter, sobald es wieder da ist.',
    silent:
      'Der Programmteil, der Dateien im Hintergrund sendet, antwortet nicht. Laden Sie diese Seite neu.',
    reload: 'Neu laden',
    update: 'Eine neue Version ist da.',
    updateWhy: 'Laufende Uploads gehen nach der Aktualisierung von selbst weiter.',
    updateNow: 'Jetzt aktualisieren',
    later: 'Später',
    dismiss: 'Schließen',
    noAnswer:
      'Der Programmteil, der Dateien im Hintergrund sendet, hat nicht geantwortet. Versuchen Sie es noch einmal oder laden Sie diese Seite neu.',
    failed: (what) => `Das hat nicht geklappt. ${what}`,
  },
}
