import type { Text } from '../en.ts'
import { words } from './words.ts'

const { format } = words

export const views: Text['views'] = {
  navigation: 'Ansichten',
  progress: (percent, title) => `${percent} · ${title}`,
  title: (view) => `${format.name(view)} · Longhaul`,
  home: 'Uploads',
  history: 'Verlauf',
  settings: 'Einstellungen',
  health: 'Verbindung und Browser',
  help: 'Hilfe',
  loading: 'Wird geladen …',
  notLoaded: 'Diese Ansicht konnte nicht geladen werden',
  notLoadedNext:
    'Prüfen Sie die Verbindung und laden Sie die Seite neu. Uploads laufen inzwischen weiter.',
  unknown: 'Unter dieser Adresse gibt es nichts',
  unknownNext:
    'Vielleicht ist die Adresse falsch geschrieben, oder die Ansicht gibt es nicht mehr.',
  noUpload: 'Dieser Upload steht nicht in der Liste',
  noUploadNext:
    'Er wurde entfernt oder gehört zu einem anderen Browser: Jeder Browser hat seine eigene Liste.',
  toHome: 'Zur Liste',
}
