/** What is said of all uploads together. */
import type { Overall } from '../uploads/overall.ts'

const overall = {
  nothing: () => 'Send files of any size',
  done: (files: string) => `${files} verified`,
  'needs-you': () => 'Waiting for you',
  offline: () => 'Waiting for the network',
  paused: () => 'Paused',
  sending: (files: string) => `Sending ${files}`,
  finishing: () => 'Checking what has arrived',
  waiting: () => 'About to begin',
} satisfies Record<Overall, (files: string) => string>

export const home = {
  overall,
  lead: 'Straight to storage, in parts that survive lost connections, closed tabs and restarts, and proved to be unchanged in the end.',
  points: [
    [
      'What has arrived stays',
      'After a lost connection or a crash only what is missing is sent, and it goes on by itself.',
    ],
    [
      'You need not wait',
      'Where the browser can, it sends the rest when this page is closed. You are told how it is before.',
    ],
    [
      'Proved in the end',
      'A file is verified when its checksum in the storage equals yours, and you get a receipt.',
    ],
  ] as const,
  left: 'Time left',
  speed: 'Speed',
  arrived: 'Arrived',
  verified: 'Verified',
  failed: 'Failed',
  none: '–',
  of: (some: string, all: string) => `${some} of ${all}`,

  close: 'If you close this page',
  closeIdle: 'Nothing is under way: you may close it.',
  closePaused: 'What is paused stays so, and can be resumed at your next visit.',
  closeNeeds: 'It waits for you all the same, and goes on from where it is.',
  goesOn: 'Goes on',
  goesOnPartly: 'Goes on in part',
  pauses: 'Pauses',
  fine: 'Nothing is lost',

  safety: 'How safe it is',
  safeNothing: 'Nothing has arrived yet. Your own files are only read, never changed.',
  safeSome: (bytes: string) =>
    `${bytes} are in the storage and stay there: after an interruption only the rest is sent. A file is proved as a whole when it is verified.`,
  safeDone:
    'The storage has every file as a whole, and its checksums equal those that this browser computed. The receipts prove it.',
  safeUnproved: (files: string) =>
    `The storage has every file as a whole, but of ${files} only the size could be compared.`,

  removed: (count: number) => `${count === 1 ? '1 upload' : `${count} uploads`} removed. `,
  undo: 'Undo',
  release: 'Drop to add',
}
