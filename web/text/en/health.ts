import type { Ability } from '../../health/abilities.ts'
import type { Words } from './words.ts'

/** What it is, what follows where the browser has it, and where it has not. */
const abilities: Readonly<Record<Ability, readonly [what: string, has: string, lacks: string]>> = {
  background: [
    'Sending without a page',
    'When the last page is closed, the browser sends the rest by itself.',
    'Uploads pause when the page is closed, and go on at your next visit. Keep the page open until all is verified.',
  ],
  wake: [
    'Going on by itself later',
    'When the network comes back or the browser is started again, uploads go on without a page.',
    'After a lost network or a restart, uploads go on when a page of Longhaul is open.',
  ],
  handles: [
    'Remembering files',
    'After a restart one click lets uploads read their files again.',
    'After a restart you choose large files once more, and they go on where they were.',
  ],
  copies: [
    'A store of its own for small files',
    'Small files go on after a restart without being chosen again.',
    'Small files have to be chosen again after a restart.',
  ],
  awake: [
    'Keeping the device awake',
    'While uploads run and the page is in sight, the device does not go to sleep.',
    'The device may go to sleep during an upload, which then pauses. Set it so that it stays awake.',
  ],
  notifications: [
    'Notifications',
    'You can be told when a file has arrived or needs you, with no page in sight.',
    'Look at the page now and then: this browser can’t tell you.',
  ],
  keep: [
    'Keeping what is stored',
    'The browser can be asked not to delete the list of uploads when the disk runs low.',
    'When the disk runs low, the browser may delete the list of uploads. What has arrived stays in the storage.',
  ],
}

/** What the check of connection and browser says. */
export const health = ({ format }: Words) => ({
  what: 'Whether all that uploads need is there. Nothing is stored for it.',

  connection: 'Connection',
  connectionWhat:
    'Asks the server, and each host name of the storage, for a sign of life. It measures no speed: uploads show that.',
  start: 'Try the connection',
  again: 'Try again',
  trying: 'Trying…',
  server: 'Server',
  storage: 'Storage, as the server sees it',
  host: 'Storage, as this browser sees it',
  answers: (milliseconds: number) => `Answers within ${format.number(milliseconds)} ms`,
  ready: 'Answers',
  silent: 'No answer',
  goodVerdict: 'All that uploads need answers.',
  serverVerdict:
    'The server does not answer. Check the network; if other sites open, ask whoever runs this service.',
  storageVerdict:
    'The server answers, but can’t use its storage. Uploads wait until it can; tell whoever runs this service.',
  hostVerdict:
    'This browser reaches none of the storage’s host names: a firewall, a proxy or a blocker may be in between. Show this page to whoever runs your network.',
  someVerdict: 'Some host names of the storage do not answer. Uploads go by the others.',
  oldVerdict: 'The server answers. It does not say which host names the storage has.',

  browser: 'What this browser can do',
  yes: 'Yes',
  no: 'No',
  abilities,

  diagnostics: 'For support',
  diagnosticsWhat:
    'A text that says what is going on: versions, what this browser can do, storage, and the states and problems of uploads. No passwords, links or contents of files are in it. It is in English, as support reads it.',
  names: 'Also the names of files and folders',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser does not allow copying: mark the text below and copy it.',
  show: 'Show the text',
  text: 'Text for support',
})
