import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const system = ({ files }: Words): Later['system'] => ({
  install:
    'Longhaul lässt sich installieren: Dann hat es ein eigenes Fenster, nimmt Dateien an, die Sie mit ihm teilen oder öffnen, und sein Symbol zeigt, wie viele noch ausstehen.',
  installNow: 'Installieren',
  admin: 'Die Verwaltung öffnet sich in einem eigenen Fenster.',
  openAdmin: 'Öffnen',
  filesAgain:
    'Die Dateien, die Sie geöffnet haben, sind hier nicht angekommen, weil in diesem Fenster die Verwaltung war. Öffnen Sie sie noch einmal.',
  receiving:
    'Was eine andere App geteilt hat, wird entgegengenommen. Bei großen Dateien dauert das eine Weile.',
  shared: (count, bytes) =>
    `Eine andere App hat ${files(count)} mit Longhaul geteilt (${bytes}). Gesendet wird nur, was Sie bestätigen:`,
  send: 'Senden',
  notShared:
    'Was geteilt wurde, ist nicht angekommen: Vielleicht ist auf diesem Gerät zu wenig Platz. Teilen Sie es noch einmal, oder wählen Sie die Dateien hier aus.',
})
