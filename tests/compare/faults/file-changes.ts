import { appendFile } from 'node:fs/promises'
import { changeByte } from '../../browser/files.ts'
import { FILE_SIZE, type Row } from '../row.ts'

const HALF = 0.5
/** Places in the file: one that was sent at half of it, and one that was not. */
const SENT = 1_000_000
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
      return contest.seeToEnd(page)
    },
  }
}

/** Changes the file while the browser is away, so that another one is chosen again. */
function chosenAgain(id: string, what: string, change: (path: string) => Promise<unknown>): Row {
  return {
    id,
    fault: `\`kill -9\` of the browser at 50 %; ${what} in the file, with its size and date kept; then the page is opened`,
    async run(contest) {
      const { scene, path } = contest
      const { goOn } = await contest.beginHeld(HALF)
      await scene.browser().kill()
      await change(path)
      goOn()
      await scene.startBrowser()
      return contest.seeToEnd(await scene.openPage())
    },
  }
}

async function changeBoth(path: string): Promise<void> {
  await changeByte(path, SENT, true)
  await changeByte(path, NOT_SENT, true)
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
  chosenAgain('changed-chosen-again', 'one byte that was sent is changed', (path) =>
    changeByte(path, SENT, true),
  ),
  chosenAgain(
    'changed-chosen-twice',
    'one byte that was sent and one that was not are changed',
    changeBoth,
  ),
]
