import type { Permit } from '../../health/permit.ts'
import type { Theme } from '../../health/theme.ts'
import type { Words } from './words.ts'

const themes: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
}

const permits: Readonly<Record<Permit, string>> = {
  granted: 'Allowed',
  denied: 'Not allowed',
  prompt: 'Not asked yet',
  unsupported: 'Not in this browser',
}

/** What the settings say. */
export const settings = ({ format }: Words) => ({
  what: 'They hold for this browser on this device.',

  appearance: 'Language and colours',
  language: 'Language',
  theme: 'Colours',
  themes,
  notKept:
    'The browser does not let this page remember the choice: its storage is full or switched off.',

  speed: 'Speed limit',
  /** @param limit bytes a second; null for none */
  speedNow: (limit: number | null) =>
    limit === null
      ? 'Uploads use as much of the connection as they can.'
      : `All uploads together send at most ${format.speed(limit)} now.`,
  speedUnknown: 'Uploads can be limited, always or at certain times of the day.',
  speedChange: 'Change the limit',

  permissions: 'What the browser allows',
  permissionsWhat: 'Longhaul asks for nothing else: no place, no camera, no address book.',
  permits,
  notifications: 'Notifications',
  notificationsWhat:
    'Say that a file has arrived, failed or needs you, while no page of Longhaul is in sight.',
  notificationsAsk: 'Allow notifications',
  keep: 'Keep what is stored',
  keepWhat:
    'The browser then does not delete the list of uploads and the history by itself when the disk runs low.',
  keepAsk: 'Ask the browser to keep it',
  keepRefused:
    'The browser has not agreed so far. It decides by how often this site is used: installing Longhaul or allowing notifications helps.',
  background: 'Sending in the background',
  backgroundWhat: 'The browser sends the rest when the last page is closed.',
  files: 'Reading files',
  filesWhat:
    'Only those that you choose, drop or paste, and only to read them. After a restart the browser may ask you again.',
  filesState: 'With each file',
  denied:
    'To change that, open the site’s permissions by the symbol before the address, allow it there, and reload the page.',
  failed: 'The browser gave no answer. Try again, or look at the site’s permissions.',

  storage: 'Storage in use',
  /** @param used @param quota in people's units */
  storageUse: (used: string, quota: string) => `${used} of ${quota} that the browser allows`,
  storageMeter: 'Storage in use',
  storageUnknown: 'This browser does not say how much is in use.',
  storageWhat:
    'Longhaul keeps the list of uploads, which parts have arrived, the history, the app itself for when there is no network, and copies of small files while they are sent. Large files are read where they are, and never copied, unless the browser sends them in the background.',

  more: 'Connection and browser',
  moreWhat:
    'See whether server and storage answer, what this browser can do, and what to tell support.',
  moreLink: 'Check connection and browser',
})
