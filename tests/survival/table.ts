import { missOf, type Outcome, type Row } from './row.ts'
import { tableLine, type TableFile } from './table-file.ts'

const HEADINGS = [
  'fault',
  'moment',
  'tries',
  'completed with the right SHA-256',
  'bytes sent more than once',
  'clicks needed',
  'run on',
] as const
const MB = 1e6

const PREFACE = `# What an upload survives

Made by \`npm run test:survival\` ([testing.md](testing.md)), which drives a real Chromium, the API, a
store and a proxy before each of them, with no debugger attached to the service worker; two rows drive
Firefox and WebKitGTK. Each try has servers, a browser and a profile of its own; files are dropped and
chosen by turns. A row that does not do what it has to do fails the run.

- _Completed_: in so many tries the object that the store then had, read back whole, had the SHA-256
  of the file, and was the only one. Where the file was changed, no object may be made: the row then
  shows how often the page said so in its words instead.
- _Bytes sent more than once_: all bytes of parts that came from the browser by either route, less
  the file's size; the most of all tries. Behind it what was under way at the faults, which it must
  not exceed. Where only the tab is closed, no part may be taken twice: the bytes there are the
  beginnings of parts (0.1 to 3 MB each at 40 MB/s) that the browser had begun to send when the API
  refused them, as the worker had sent them meanwhile.
- _Clicks needed_: Continue, or the file chosen again; the most of all tries.
- A browser is given 4 s after its start before anything else is done. Chromium begins no Background
  Fetch while it believes that it is still starting: of tabs that were closed within some seconds,
  12 of 106 had theirs begun only three minutes after the browser's start. A try whose moment so never
  comes is begun anew.
- _After another page_: Chromium can leave a part of a Background Fetch for good when its connection broke
  or the browser ended, until half a minute after the next page is loaded, whichever that is
  ([why](decisions/hand-over.md)). Two minutes after the fault, the tests therefore open one that is none of
  the app, as somebody does who uses the browser.
- _Without a page and without end_: of 102 tries in which the browser ended while Background Fetch ran (26 and 27
  November 2026), Chromium went on with nothing in 4, though another page was opened and four minutes more were
  waited, all four on a busy machine. In the one that was looked into, the fetch did not hang: it was gone as a
  whole seconds after the browser's start. The worker had been woken by then and had asked the store what it has,
  but may not read the file without a click. What is left then waits for the next visit, which asks for Continue.
`

/** One line of the table. @param date of the run, ISO 8601 */
export function lineOf(row: Row, outcomes: readonly Outcome[], date: string): string {
  const good = outcomes.filter((outcome) => missOf(row.goal, outcome) === null)
  const counted = `${good.length} of ${outcomes.length}`
  const ends = 'object' in row.goal ? `“${row.goal.ends}” ${counted}` : counted
  const browsed = good.filter((outcome) => outcome.browsed).length
  const notes = browsed === 0 ? [] : [`${browsed} after another page`]
  const misses = new Set(outcomes.flatMap((outcome) => missOf(row.goal, outcome) ?? []))
  const cells: Record<(typeof HEADINGS)[number], string> = {
    fault: row.fault,
    moment: row.moment,
    tries: String(outcomes.length),
    'completed with the right SHA-256': [ends, ...notes, ...misses].join('; '),
    'bytes sent more than once': bytesTwice(outcomes),
    'clicks needed': String(Math.max(...outcomes.map(({ clicks }) => clicks))),
    'run on': date.slice(0, 10),
  }
  return tableLine(HEADINGS.map((heading) => cells[heading]))
}

function bytesTwice(outcomes: readonly Outcome[]): string {
  const completed = outcomes.filter((outcome) => outcome.bytesTwice !== null)
  if (completed.length === 0) return '–'
  const most = completed.reduce((a, b) => ((b.bytesTwice ?? 0) > (a.bytesTwice ?? 0) ? b : a))
  if (most.bytesTwice === 0) return '0'
  return `${megabytes(most.bytesTwice ?? 0)} of ${megabytes(most.bytesAllowed)} MB`
}

const megabytes = (bytes: number): string => (bytes / MB).toFixed(1)

/** The table of docs/survival.md, at another path where one is given. */
export function survivalTable(path: string): TableFile {
  return { path, preface: PREFACE, headings: HEADINGS }
}
