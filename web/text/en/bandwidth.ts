import type { Words } from './words.ts'

/** What the view of the speed limit says; loaded with it. */
export const bandwidth = ({ format }: Words) => ({
  heading: 'Speed limit',
  what: 'All uploads of this browser together send no more than this, on average over a minute.',
  /** @param limit bytes a second; null for none */
  now: (limit: number | null) =>
    `In force now: ${limit === null ? 'no limit' : format.speed(limit)}`,
  usual: 'Usual limit',
  unit: 'MB/s',
  rateHint: 'Empty: no limit. 1 MB/s is 8 Mbit/s.',
  spans: 'At certain times of the day',
  spansHint: 'A limit of its own instead of the usual one, every day by the clock of this device.',
  overlap: 'Where two of them overlap, the upper one holds.',
  span: (number: number) => `Time ${format.number(number)}`,
  from: 'From',
  to: 'Until',
  limit: 'Limit then',
  add: 'Add a time',
  remove: 'Remove',
  removeSpan: (number: number) => `Remove time ${format.number(number)}`,
  background:
    'It also holds for what the browser finishes by itself in the background, after this page is closed, as it was set when the browser began.',
  save: 'Save',
  close: 'Close',
  saved: 'Saved. It holds from the next part on.',
  faulty: 'Not saved yet: see what is marked.',
  failed: 'Not saved: Longhaul gave no answer. Reload this page and try again.',
  storageFull:
    'Not saved: the browser’s storage is full or does not work. Free some space on this device and save again.',
  /** @param least MB/s @param most MB/s */
  notARate: (least: number, most: number) =>
    `Enter a number from ${format.decimal(least)} to ${format.number(most)}, or nothing for no limit.`,
  notATime: 'Enter a time of the day.',
  sameTime: 'Enter another time than “From”.',
})
