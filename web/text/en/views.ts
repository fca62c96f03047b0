import { words } from './words.ts'

const { format } = words

/** What is said around the views, and where one is missing. */
export const views = {
  navigation: 'Views',
  progress: (percent: string, title: string) => `${percent} · ${title}`,
  title: (view: string) => `${format.name(view)} · Longhaul`,
  home: 'Uploads',
  history: 'History',
  settings: 'Settings',
  health: 'Connection and browser',
  help: 'Help',
  loading: 'Loading…',
  notLoaded: 'This view could not be loaded',
  notLoadedNext: 'Check the connection, then reload the page. Uploads go on meanwhile.',
  unknown: 'There is nothing at this address',
  unknownNext: 'The address may be misspelt, or of a view that is no longer there.',
  noUpload: 'This upload is not in the list',
  noUploadNext:
    'It was removed, or belongs to another browser: each browser has a list of its own.',
  toHome: 'Go to the list',
}
