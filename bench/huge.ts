/** A file of 1 TB in 10,000 parts: how soon it goes on, and what memory it takes. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { MIB } from '../shared/limits.ts'
import { openApp } from './support/app.ts'
import { openBrowser, workerOf } from './support/browser.ts'
import { startDiscardingFront, type DiscardingFront } from './support/discarding-front.ts'
import { runWithEndings } from './support/ending.ts'
import { temporaryFolder, writeSparseFile } from './support/files.ts'
import { INTERVAL, startSampler } from './support/memory-sampler.ts'
import { count, readOptions } from './support/options.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { startApi, startStore } from './support/servers.ts'
import { round } from './support/statistics.ts'

const NAME = 'huge.bin'
const PARTS = 10_000
const PART_SIZE = 100 * MIB
const LIMIT = 300_000

await runWithEndings(async (endings) => {
  const options = readOptions({ seconds: count(180) })
  const machine = describeMachine()
  const folder = await temporaryFolder(tmpdir(), 1e9, endings)
  const file = join(folder, NAME)
  await writeSparseFile(file, PARTS * PART_SIZE)
  const store = await startStore(folder, endings)
  const front = await startDiscardingFront(store.address, NAME, endings)
  const publicEndpoint = front.address.replace('127.0.0.1', 'localhost')
  const api = await startApi(front.address, [publicEndpoint], 'crc64nvme', endings)
  const browser = await openBrowser(folder)
  endings.add(() => browser.close())
  const { page } = browser
  await openApp(browser, api.address)
  await workerOf(browser)

  const sampler = await startSampler(browser)
  await page.getByTestId('file-input').setInputFiles(file)
  await until(() => front.parts.size > 0)
  print('half of it is there …')
  await page.getByRole('button', { name: `Pause: ${NAME}` }).click()
  await pretend(page, front, PARTS / 2)
  await page.getByRole('button', { name: `Resume: ${NAME}` }).click()
  await pause(options.seconds * 1000)
  const sent = front.parts.size - PARTS / 2
  print(`${sent} parts went up; all but the last are there …`)
  await page.getByRole('button', { name: `Pause: ${NAME}` }).click()
  await pretend(page, front, PARTS - 1)
  const resumed = Date.now()
  await page.getByRole('button', { name: `Resume: ${NAME}` }).click()
  await until(() => front.begun(PARTS) !== undefined)
  const begun = (front.begun(PARTS) ?? 0) - resumed
  await page.locator('[data-testid=upload-row][data-state=verified]').waitFor({ timeout: LIMIT })
  const verified = Date.now() - resumed
  const samples = await sampler.stop()
  printTable('1.05 TB in 10,000 parts, of which 9,999 are there', [
    { 'from Resume': 'until the last part is being sent, s', '': round(begun / 1000) },
    { 'from Resume': 'until it is verified, s', '': round(verified / 1000) },
  ])
  const peak = (of: 'pageHeap' | 'workerHeap' | 'renderers') =>
    round(Math.max(...samples.map((one) => one[of])) / 1e6)
  printTable(`MB at most, while ${sent} parts were sent and all were resumed`, [
    { worker: peak('workerHeap'), page: peak('pageHeap'), renderers: peak('renderers') },
  ])
  await keep('huge', { machine, options, interval: INTERVAL, sent, begun, verified, samples })
})

/** As if the first parts had gone up: the store lists them, and the browser has noted them. */
async function pretend(page: Page, front: DiscardingFront, count: number): Promise<void> {
  const [part] = front.parts.values()
  if (!part) throw new Error('nothing has arrived')
  for (let number = 1; number <= count; number++) front.parts.set(number, part)
  await page.evaluate(
    async ({ count, checksum }) => {
      const id = document.querySelector<HTMLElement>('[data-testid=upload-row]')?.dataset['id']
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('longhaul')
        opening.addEventListener('success', () => resolve(opening.result))
        opening.addEventListener('error', () => reject(opening.error ?? new Error()))
      })
      const transaction = database.transaction('parts', 'readwrite')
      for (let number = 1; number <= count; number++) {
        transaction.objectStore('parts').put({ number, checksum, hashed: true }, [id ?? '', number])
      }
      await new Promise((resolve) => transaction.addEventListener('complete', resolve))
      database.close()
    },
    { count, checksum: part.checksum },
  )
}

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + LIMIT
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it took too long')
    await pause(10)
  }
}
