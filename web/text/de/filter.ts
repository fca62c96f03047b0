import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const filter = ({ format, uploads }: Words): Later['filter'] => ({
  label: 'Uploads finden',
  search: 'Nach Namen oder Ordner suchen',
  states: 'Nur zeigen',
  groups: {
    all: 'Alle',
    running: 'Laufend',
    waiting: 'Wartend',
    'needs-you': 'Braucht Sie',
    paused: 'Pausiert',
    failed: 'Fehlgeschlagen',
    done: 'Fertig',
    cancelled: 'Abgebrochen',
  },
  shown: (count, all) =>
    count === 0
      ? `Keiner von ${uploads(all)} passt.`
      : `${format.number(count)} von ${uploads(all)} gezeigt`,
  actions: (count) => `Für die gezeigten (${format.number(count)})`,
  forSome: (action, count) => `${action}\u00a0(${format.number(count)})`,
  showAll: 'Alle zeigen',
  pauseAll: 'Alle pausieren',
  resumeAll: 'Alle fortsetzen',
  cancelAll: 'Alle abbrechen',
  retryFailed: 'Fehlgeschlagene wiederholen',
  removeFinished: 'Fertige entfernen',
  allActions: 'Für alle Uploads',
})
