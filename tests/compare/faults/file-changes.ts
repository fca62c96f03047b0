import { appendFile, stat, utimes } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { changeByte, makeFile } from '../../browser/files.ts'
import type { ContestPage } from '../contestant.ts'
import { FILE_SIZE, type Contest, type Row } from '../row.ts'
import type { Ending } from '../see-to-end.ts'

const HALF = 0.5
/** ms between two looks at the page. */
const INTERVAL = 200
/**
 * Places in the file: one that was sent at half of it, and one that was not. The former is in none of the
 * three parts that the app reads once more of a file that comes back (web/sw/same-file.ts).
 */
const SENT = 40_000_000
const NOT_SENT = FILE_SIZE - 1_000_000

/** Changes the file while the upload is held in its middle. */
function changed(id: string, fault: string, change: (path: string) => Promise<unknown>): Row {
  return {
    id,
    fault,
    async run(contest) {
      const { page, goOn } = await contest.beginHeld(HALF)
      await change(contest.path)
      goOn()
      return withWarning(contest, page)
    },
  }
}

/** ms in which a page that has read the file again would say what it found. */
const READ_AGAIN = 20_000

/** Sees to the end, and notes what the page says after it has said that all is well. */
async function withWarning(contest: Contest, page: ContestPage): Promise<Ending> {
  const ending = await contest.seeToEnd(page)
  const end = performance.now() + (ending.claims ? READ_AGAIN : 0)
  while (performance.now() < end) {
    const warning = await page.warning()
    if (warning !== null) {
      contest.note(`after that success it says “${warning}”`)
      break
    }
    await sleep(INTERVAL)
  }
  return ending
}

/** Changes the file while the browser is away, so that another one is chosen again. */
function chosenAgain(id: string, what: string, change: (path: string) => Promise<unknown>): Row {
  return {
    id,
    fault: `\`kill -9\` of the browser at 50 %; ${what}, with its size and date kept; the page is opened and the file chosen again`,
    async run(contest) {
      const { scene, path } = contest
      const { goOn } = await contest.beginHeld(HALF)
      await scene.browser().kill()
      await change(path)
      goOn()
      await scene.startBrowser()
      return withWarning(contest, await scene.openPage())
    },
  }
}

async function changeBoth(path: string): Promise<void> {
  await changeByte(path, SENT, true)
  await changeByte(path, NOT_SENT, true)
}

/** Puts another file of the same size and date there. */
async function replace(path: string): Promise<void> {
  const { size, atime, mtime } = await stat(path)
  await makeFile(path, size)
  await utimes(path, atime, mtime)
}

export const fileChangeRows: readonly Row[] = [
  changed('grown', 'the file grows at 50 %', (path) => appendFile(path, 'one line more')),
  changed('changed', 'one byte of the file changes at 50 %, and its date', (path) =>
    changeByte(path, NOT_SENT, false),
  ),
  changed(
    'changed-silently',
    'one byte that was not sent yet changes at 50 %, with the file’s size and date kept',
    (path) => changeByte(path, NOT_SENT, true),
  ),
  changed(
    'changed-twice',
    'one byte that was sent and one that was not change at 50 %, with the file’s size and date kept',
    changeBoth,
  ),
  chosenAgain('other', 'another file takes its place', replace),
  chosenAgain(
    'bytes',
    'one byte of the file that was sent and one that was not are changed',
    changeBoth,
  ),
]
