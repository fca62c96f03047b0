/** How long the page is kept from answering a person while its list has many thousand uploads. */
import { tmpdir } from 'node:os'
import type { Page } from 'playwright-core'
import { ask } from '../tests/page/browser.ts'
import { serveApp } from '../tests/page/site.ts'
import { viewOf } from '../tests/page/views.ts'
import { openBrowser } from './support/browser.ts'
import { runWithEndings } from './support/ending.ts'
import { count, readOptions } from './support/options.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { LONG, recordTasks, rowOf, type Task } from './support/tasks.ts'

/** Ms after which what a step has set going is done. */
const SETTLE = 1500

interface Measured {
  readonly step: string
  /** Of the page, in order of time. */
  readonly tasks: readonly Task[]
  /** Rows in the page at the end. */
  readonly rows: number
}

interface Step {
  /** What is not the page's own work. */
  readonly prepare?: (page: Page, uploads: number) => Promise<void>
  readonly run: (page: Page) => Promise<void>
}

const STEPS: Record<string, Step> = {
  'open the page': {
    async run(page) {
      await page.reload()
      await page.getByTestId('upload-row').first().waitFor()
    },
  },
  'every upload changes, ten times': {
    async run(page) {
      for (let round = 1; round <= 10; round++) {
        await ask(page, { type: 'test-advance', bytes: round * 1_000_000 })
      }
    },
  },
  'scroll through the list in 60 jumps': {
    run: (page) =>
      scroll(
        page,
        Array.from({ length: 60 }, (_, step) => step / 60),
        30,
      ),
  },
  'jump from end to end, 20 times': {
    run: (page) =>
      scroll(
        page,
        Array.from({ length: 20 }, (_, step) => step % 2),
        100,
      ),
  },
  'drag the scroll bar through the list': {
    run: (page) =>
      scroll(
        page,
        Array.from({ length: 240 }, (_, step) => step / 240),
        0,
      ),
  },
  'pause all of them': {
    async run(page) {
      await page.getByRole('button', { name: 'Pause all' }).click()
      await page.getByText('Paused').first().waitFor()
    },
  },
  'add as many files': {
    async prepare(page, uploads) {
      await page.evaluate((uploads) => {
        const transfer = new DataTransfer()
        for (let number = 0; number < uploads; number++) {
          transfer.items.add(new File(['content'], `added ${number}.bin`))
        }
        const input = document.querySelector<HTMLInputElement>('[data-testid=file-input]')
        if (!input) throw new Error('the page has no input')
        input.files = transfer.files
      }, uploads)
    },
    async run(page) {
      await page.getByTestId('file-input').dispatchEvent('change')
      await page.getByText('files added').waitFor({ state: 'attached', timeout: 120_000 })
    },
  },
}

/** @param places in the page, from 0 to 1 @param wait ms after each; at least a frame passes */
async function scroll(page: Page, places: readonly number[], wait: number): Promise<void> {
  await page.evaluate(
    async ({ places, wait }) => {
      for (const place of places) {
        window.scrollTo(0, place * document.documentElement.scrollHeight)
        await new Promise((resolve) => setTimeout(resolve, wait))
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    },
    { places, wait },
  )
}

await runWithEndings(async (endings) => {
  const options = readOptions({ uploads: count(10_000), runs: count(3) })
  const machine = describeMachine()
  const site = await serveApp()
  endings.add(() => site.close())
  const results: Measured[] = []
  for (let run = 1; run <= options.runs; run++) {
    print(`run ${run} …`)
    const browser = await openBrowser(tmpdir())
    endings.add(() => browser.close())
    results.push(...(await measure(browser.page, site.origin, options.uploads)))
    await browser.close()
  }
  printResults(results)
  await keep('page', { machine, options, results: results.map(longest) })
})

async function measure(page: Page, origin: string, uploads: number): Promise<Measured[]> {
  await page.goto(origin)
  await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  const all = Array.from({ length: uploads }, (_, number) => viewOf(number))
  await ask(page, { type: 'test-set', uploads: all })
  await page.getByTestId('upload-row').first().waitFor()
  const results: Measured[] = []
  for (const [step, { prepare, run }] of Object.entries(STEPS)) {
    await prepare?.(page, uploads)
    await page.waitForTimeout(SETTLE)
    const recording = await recordTasks(page)
    await run(page)
    await page.waitForTimeout(SETTLE)
    const tasks = await recording.end()
    results.push({ step, tasks, rows: await page.getByTestId('upload-row').count() })
  }
  return results
}

function longest({ tasks, ...about }: Measured) {
  const long = tasks.filter(({ duration }) => duration >= LONG / 2)
  return { ...about, long }
}

function printResults(results: readonly Measured[]): void {
  const rows = Object.keys(STEPS).map((step) => {
    const runs = results.filter((one) => one.step === step)
    return { step, ...rowOf(runs), rows: Math.max(...runs.map(({ rows }) => rows)) }
  })
  printTable('Tasks of the page, medians', rows)
}
