import { problems } from '../../web/text/en/problems.ts'
import { openApp, type AppPage } from '../survival/app-page.ts'
import { appServer } from '../survival/servers.ts'
import { isComplete, VERIFIED } from '../survival/steps.ts'
import type { ContestPage, Contestant, Shown } from './contestant.ts'

/** @param built the folder that the app was built into */
export function longhaul(built: string): Contestant {
  return {
    sender: {
      startPageServer: appServer(built),
      openPage: async (debugging, origin) => contestPage(await openApp(debugging, origin)),
    },
    partSize: undefined,
    expiry: 'expired',
    completeLine: ({ api }) => api.line,
    isComplete,
  }
}

function contestPage(page: AppPage): ContestPage {
  return {
    add: (path, source) => page.add(path, source),
    async uploads() {
      const [upload] = await page.uploads()
      return upload ? shownOf(upload) : null
    },
    // The browser's question after Continue can't be answered by a program: the file is dropped again.
    act: (act, path) => (act === 'Retry' ? page.press('Retry') : page.giveAgain(path)),
    warning: () => page.warning(),
    reload: () => page.reload(),
    close: () => page.close(),
  }
}

function shownOf({ state, note }: { state: string; note: string }): Shown {
  const shown = { says: note === '' ? state : note, claims: state === VERIFIED }
  const rest = { ...shown, wants: null, gaveUp: false }
  if (state === 'Waiting') {
    if (note.startsWith(problems.file_permission.what)) return { ...rest, wants: 'Continue' }
    if (note.startsWith(problems.file_gone.what)) {
      return { ...rest, wants: 'choose the file again' }
    }
  }
  if (state !== 'Failed') return rest
  // It then says to remove this upload and to add the file anew, which is another upload.
  if (note.startsWith(problems.file_changed.what)) return { ...rest, gaveUp: true }
  return { ...rest, wants: 'Retry' }
}
