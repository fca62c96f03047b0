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
import { median, round } from './support/statistics.ts'

/** Ms after which what a step has set going is done. */
const SETTLE = 1500

interface Tasks {
  readonly step: string
  /** Of the page's tasks of over 50 ms, in ms. */
  readonly long: readonly number[]
  /** Rows in the page at the end. */
  readonly rows: number
}

const STEPS: Record<string, (page: Page, uploads: number) => Promise<void>> = {
  async 'open the page'(page) {
    await page.reload()
    await page.getByTestId('upload-row').first().waitFor()
  },
  async 'every upload changes, ten times'(page) {
    for (let round = 1; round <= 10; round++) {
      await ask(page, { type: 'test-advance', bytes: round * 1_000_000 })
    }
  },
  async 'scroll through the list'(page) {
    for (let step = 0; step < 60; step++) {
      await page.evaluate((share) => {
        window.scrollTo(0, share * document.documentElement.scrollHeight)
      }, step / 60)
      await page.waitForTimeout(30)
    }
  },
  async 'pause all of them'(page) {
    await page.getByRole('button', { name: 'Pause all' }).click()
    await page.getByText('Paused').first().waitFor()
  },
  async 'add as many files'(page, uploads) {
    await page.evaluate((uploads) => {
      const transfer = new DataTransfer()
      for (let number = 0; number < uploads; number++) {
        transfer.items.add(new File(['content'], `added ${number}.bin`))
      }
      const input = document.querySelector<HTMLInputElement>('[data-testid=file-input]')
      if (!input) throw new Error('the page has no input')
      input.files = transfer.files
      // To make the files took long as well, and is not the page's work.
      setTimeout(() => {
        forgetLongTasks()
        input.dispatchEvent(new Event('change'))
      }, 500)
    }, uploads)
    await page.waitForTimeout(1000)
    await page.getByText('files added').waitFor({ state: 'attached', timeout: 120_000 })
  },
}

declare global {
  var longTasks: number[]
  function forgetLongTasks(): void
}

await runWithEndings(async (endings) => {
  const options = readOptions({ uploads: count(10_000), runs: count(3) })
  const machine = describeMachine()
  const site = await serveApp()
  endings.add(() => site.close())
  const results: Tasks[] = []
  for (let run = 1; run <= options.runs; run++) {
    print(`run ${run} …`)
    const browser = await openBrowser(tmpdir())
    endings.add(() => browser.close())
    results.push(...(await measure(browser.page, site.origin, options.uploads)))
    await browser.close()
  }
  printResults(results)
  await keep('page', { machine, options, results })
})

async function measure(page: Page, origin: string, uploads: number): Promise<Tasks[]> {
  await page.addInitScript(() => {
    globalThis.longTasks = []
    globalThis.forgetLongTasks = () => {
      observer.takeRecords()
      globalThis.longTasks = []
    }
    const observer = new PerformanceObserver((list) => {
      globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration))
    })
    observer.observe({ type: 'longtask' })
  })
  await page.goto(origin)
  await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  const all = Array.from({ length: uploads }, (_, number) => viewOf(number))
  await ask(page, { type: 'test-set', uploads: all })
  await page.getByTestId('upload-row').first().waitFor()
  const results: Tasks[] = []
  for (const [step, run] of Object.entries(STEPS)) {
    await page.evaluate(() => forgetLongTasks())
    await run(page, uploads)
    await page.waitForTimeout(SETTLE)
    const long = await page.evaluate(() => longTasks)
    results.push({ step, long, rows: await page.getByTestId('upload-row').count() })
  }
  return results
}

function printResults(results: readonly Tasks[]): void {
  const rows = Object.keys(STEPS).map((step) => {
    const runs = results.filter((one) => one.step === step)
    return {
      step,
      'long tasks': median(runs.map(({ long }) => long.length)),
      'longest, ms': round(median(runs.map(({ long }) => Math.max(0, ...long))), 0),
      'rows in the page': Math.max(...runs.map(({ rows }) => rows)),
    }
  })
  printTable('Tasks of the page of over 50 ms, medians', rows)
}
