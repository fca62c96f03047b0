import type { Unit } from '../../history/periods.ts'
import type { Words } from './words.ts'

const perUnit: Readonly<Record<Unit, string>> = {
  day: 'by day',
  week: 'by week',
  month: 'by month',
  year: 'by year',
}

/** What the history says. */
export const history = ({ files, format, locale, plural, uploads }: Words) => ({
  what: 'Every upload of this browser that has ended, also after it was removed from the list. It is kept on this device alone.',
  locale,
  reading: 'Reading the history…',

  search: 'Search',
  /** @param letters of what is looked for by a part alone, at least */
  searchHint: (letters: number) =>
    `Name, folder, or what was entered. Key in the storage, ID or hash: at least ${format.number(letters)} characters of it.`,
  outcome: 'How it ended',
  all: 'All',
  found: (some: number, all: number) =>
    some === all ? uploads(all) : `${format.number(some)} of ${uploads(all)}`,
  export: 'Save as CSV',
  exportHint: 'Saves what is shown below.',
  file: 'longhaul-history.csv',
  /** Of the columns of a file for spreadsheets. */
  headings: {
    outcome: 'Outcome',
    name: 'Name',
    folder: 'Folder',
    size: 'Size (bytes)',
    arrived: 'Arrived (bytes)',
    added: 'Added at (UTC)',
    ended: 'Ended at (UTC)',
    speed: 'Mean speed (bytes per second)',
    problem: 'Problem',
    problemCode: 'Code of the problem',
    proof: 'What was compared',
    bucket: 'Bucket',
    key: 'Key',
    algorithm: 'Kind of checksum',
    checksum: 'Checksum',
    upload: 'ID of the upload',
    details: 'Details',
    acquisition: 'Acquisition hash',
  },
  /** By what is told whether all has arrived. */
  compared: {
    'object-checksum': 'Checksum of the whole',
    'parts-checksum': 'Checksums of the parts',
    'size-only': 'Size alone',
  },
  clear: 'Clear history',
  /** While a search shows some of it. */
  clearAll: 'Clear all history',
  cleared: (count: number) => `History cleared: ${uploads(count)} taken out.`,
  clearedWhy: 'Until you close this page, you can put it back.',
  undo: 'Undo',
  failed: 'That did not work: the browser’s storage is full or does not work. Nothing was changed.',

  empty: 'Nothing has ended yet',
  emptyWhy:
    'Uploads appear here once they are verified, have failed or were cancelled. They stay until you clear the history.',
  none: 'Nothing matches',
  noneWhy: 'No upload has all of these words and ended that way.',
  showAll: 'Show all',
  broken: 'The history can’t be read',
  brokenWhy:
    'The browser’s storage is full, switched off or does not work. Uploads and their receipts are not concerned.',
  brokenNext:
    'Free some space on this device, or allow this site to keep data, and reload the page.',
  newer: 'A newer version of Longhaul wrote this history',
  newerWhy: 'This version has left it as it is. Reload the page to get the newer version.',
  others: (count: number) =>
    plural(count, {
      one: '# more was written by another version of Longhaul and is not shown.',
      other: '# more were written by another version of Longhaul and are not shown.',
    }),
  incomplete:
    'What ended last could not be written down, as the browser’s storage is full or does not work. It is tried again with the next upload.',

  entries: 'Uploads that have ended',
  took: (speed: string) => `${speed} on average`,
  arrived: (sent: string, size: string) => `${sent} of ${size} had arrived`,
  noReceipt: 'The receipt of this upload is not kept here.',

  charts: 'Over time',
  volume: 'Volume',
  speed: 'Speed',
  failures: 'Failures',
  volumeTotal: (bytes: string, count: number) => `${bytes} in ${files(count)}`,
  speedTotal: (speed: string) => `${speed} on average`,
  failuresTotal: (failed: number, all: number) =>
    `${format.number(failed)} of ${uploads(all)} failed`,
  noSpeed: 'None measured yet',
  most: (value: string, when: string) => `Most: ${value}, ${when}`,
  fastest: (value: string, when: string) => `Fastest: ${value}, ${when}`,
  nothing: 'None',
  /** @param what one of the above @param unit as it is said below */
  chart: (what: string, unit: Unit, from: string, to: string, most: string) =>
    `${what} ${perUnit[unit]}, from ${from} to ${to}. ${most}.`,
  weekOf: (day: string) => `week of ${day}`,
  table: 'The same as a table',
  when: 'When',
  verified: 'Verified',
  cancelled: 'Cancelled',
  failedShort: 'Failed',
  noValue: '–',
})
