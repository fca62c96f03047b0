/** What is said of all uploads together. */
import type { Overall } from '../../uploads/overall.ts'
import { words } from './words.ts'

const { files, format, plural, uploads } = words

/** @param count of files */
const overall: Readonly<
  Record<Exclude<Overall, 'differs' | 'disproved'>, (count: number) => string>
> = {
  nothing: () => 'Send files of any size',
  done: (count) => `${files(count)} verified`,
  'needs-you': () => 'Waiting for you',
  failed: (count) => `${files(count)} failed`,
  offline: () => 'Waiting for the network',
  paused: () => 'Paused',
  sending: (count) => `Sending ${files(count)}`,
  finishing: () => 'Checking what has arrived',
  waiting: () => 'About to begin',
  timed: () => 'Starts later',
}

/** What there is to know before the first upload, and why. */
const points: readonly (readonly [what: string, how: string])[] = [
  [
    'What has arrived stays',
    'After a lost connection or a crash only what is missing is sent, and it goes on by itself.',
  ],
  [
    'You need not wait',
    'If the browser can, it sends the rest after you close this page. You are told beforehand.',
  ],
  [
    'Proved in the end',
    'A file is verified when its checksum in the storage equals yours, and you get a receipt.',
  ],
]

/** The second one where uploads never go on without the page. */
const keepOpen: (typeof points)[number] = [
  'Keep this page open',
  'Uploads pause when it closes, and go on at your next visit.',
]

export const home = {
  overall,
  lead: 'Straight to storage, in parts that survive lost connections, closed tabs and restarts, and proved to be unchanged in the end.',
  points,
  keepOpen,
  left: 'Time left',
  speed: 'Speed',
  arrived: 'Arrived',
  verified: 'Verified',
  failed: 'Failed',
  none: '–',
  arrivedOf: (sent: string, size: string) => `${sent} of ${size}`,
  verifiedOf: (some: number, all: number) =>
    plural(all, {
      one: `${format.number(some)} of # file`,
      other: `${format.number(some)} of # files`,
    }),

  close: 'If you close this page',
  closeIdle: 'Nothing is under way: you may close it.',
  closePaused: 'What is paused stays so, and can be resumed at your next visit.',
  closeFailed:
    'Nothing is under way: you may close it. What failed says in its line what to do about it.',
  closeNeeds: 'It waits for you all the same, and goes on from where it is.',
  goesOn: 'Goes on',
  goesOnPartly: 'Goes on in part',
  pauses: 'Pauses',
  fine: 'Nothing is lost',

  safety: 'How safe it is',

  removed: (count: number) => `${uploads(count)} removed.`,
  undo: 'Undo',
  release: 'Drop to add',
}
