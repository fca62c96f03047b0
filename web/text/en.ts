/**
 * What a person sees first, in English. A translation is another module of the same shape; what is
 * needed later stands in `en-later.ts`.
 */
import { home } from './en/home.ts'
import { views } from './en/views.ts'
import { words } from './en/words.ts'

export { words }
const { files, format } = words

export const text = {
  bandwidth: 'Speed limit',
  name: 'Longhaul',
  home,
  views,

  start: {
    starting: 'Starting…',
    failed: 'Longhaul could not start',
    failedNext:
      'The part that sends files in the background could not be loaded. Check the connection and try again.',
    blocked:
      'If this goes on, the disk may be full: free some space and start the browser again. It may also forbid background work for this site: check its settings for cookies and site data.',
    tryAgain: 'Try again',
    outdated: 'This page is older than your uploads',
    outdatedWhy:
      'This browser’s uploads were written by a newer version of Longhaul. This version has left them as they are: nothing was changed.',
    outdatedNext:
      'Reload this page to get the newer version. If this message stays, ask whoever runs this service.',
    unsupported: 'This browser window can’t run Longhaul',
    unsupportedWhy:
      'Longhaul sends files with a service worker, and this window has none. Private windows of Firefox and some embedded browsers switch it off.',
    unsupportedNext: 'Open this address in a normal window of Chrome, Edge, Firefox or Safari.',
    insecure: 'This address is not secure enough',
    insecureWhy:
      'Browsers allow service workers, which send the files, only on https:// addresses and on the computer itself.',
    insecureNext:
      'Open this page by its https:// address, or as http://localhost on the computer that runs it.',
  },

  drop: {
    heading: 'Add files',
    invitation: 'Drop or paste files and folders anywhere',
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose a folder',
  },

  add: {
    adding: (count: number) => `Adding files: ${files(count)} so far…`,
    more: (count: number) => `and ${format.number(count)} more`,
  },

  queue: {
    heading: 'Uploads',
    progress: 'Progress of all uploads',
  },

  banner: {
    offline: 'No network. Uploads go on by themselves when it returns.',
    silent: 'The background part that sends files does not answer. Reload this page.',
    reload: 'Reload',
    update: 'A new version is ready.',
    updateWhy: 'Uploads that are under way go on by themselves after the update.',
    updateNow: 'Update now',
    later: 'Later',
    dismiss: 'Dismiss',
    noAnswer:
      'The background part that sends files did not answer. Try again, or reload this page.',
    failed: (what: string) => `That did not work. ${what}`,
  },
}

export type Text = typeof text
