/** A folder of many files, dropped into the page: how long the page is kept from answering a person. */
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openApp } from './support/app.ts'
import { openBrowser } from './support/browser.ts'
import { runWithEndings } from './support/ending.ts'
import { temporaryFolder } from './support/files.ts'
import { count, readOptions } from './support/options.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { startApi, startStore } from './support/servers.ts'
import { median, round } from './support/statistics.ts'
import { LONG, recordTasks, rowOf, type Task } from './support/tasks.ts'

const LIMIT = 600_000

interface Run {
  /** s from the drop until the worker has all of them on record. */
  readonly onRecord: number
  /** s from the drop until all are verified; NaN where it wasn't waited for. */
  readonly verified: number
  readonly tasks: readonly Task[]
}

await runWithEndings(async (endings) => {
  const options = readOptions({
    files: count(10_000),
    sent: count(1000),
    size: count(100),
    runs: count(3),
  })
  const machine = describeMachine()
  const folder = await temporaryFolder(tmpdir(), 2e9, endings)
  const store = await startStore(folder, endings)
  const api = await startApi(
    store.address,
    [store.address.replace('127.0.0.1', 'localhost')],
    null,
    endings,
  )

  /** In a new browser, so that the list is empty. */
  async function drop(name: string, isSent: boolean): Promise<Run> {
    const browser = await openBrowser(tmpdir())
    endings.add(() => browser.close())
    const { page } = browser
    await openApp(browser, api.address)
    const recording = await recordTasks(page)
    const begin = performance.now()
    await dropInto(page, join(folder, name))
    const number = isSent ? options.sent : options.files
    await page.waitForFunction(hasAll, number, { timeout: LIMIT, polling: 100 })
    const onRecord = (performance.now() - begin) / 1000
    let verified = Number.NaN
    if (isSent) {
      await page.locator('.overview.done').waitFor({ timeout: LIMIT })
      verified = (performance.now() - begin) / 1000
    }
    const tasks = await recording.end()
    await browser.close()
    return { onRecord, verified, tasks }
  }

  await fill(join(folder, 'many'), options.files, 1)
  await fill(join(folder, 'small'), options.sent, options.size * 1000)
  const many: Run[] = []
  const small: Run[] = []
  for (let run = 1; run <= options.runs; run++) {
    print(`run ${run} …`)
    many.push(await drop('many', false))
    small.push(await drop('small', true))
  }
  const seconds = (runs: readonly Run[], of: 'onRecord' | 'verified') =>
    round(median(runs.map((run) => run[of])))
  printTable('A folder dropped into the page, medians', [
    {
      '': `${options.files} files, until they are on record`,
      s: seconds(many, 'onRecord'),
      ...rowOf(many),
    },
    {
      '': `${options.sent} files of ${options.size} kB, until they are verified`,
      s: seconds(small, 'verified'),
      ...rowOf(small),
    },
  ])
  const longOf = (runs: readonly Run[]) =>
    runs.map(({ tasks, ...of }) => ({
      ...of,
      long: tasks.filter((one) => one.duration > LONG / 2),
    }))
  await keep('drop', { machine, options, many: longOf(many), small: longOf(small) })
})

async function fill(folder: string, files: number, size: number): Promise<void> {
  await mkdir(folder)
  const content = Buffer.alloc(size, 'x')
  for (let number = 0; number < files; number++) {
    await writeFile(join(folder, `file ${number}.bin`), content)
  }
}

/** As a person would from the files of the system: the page then gets handles. */
async function dropInto(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: 5,
      y: 500,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    })
  }
  await session.detach()
}

/** The worker tells a page of no upload before it is on record. */
function hasAll(number: number): boolean {
  return document.querySelector('[data-testid=upload-row]')?.ariaSetSize === String(number)
}
