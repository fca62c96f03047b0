import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHECKPOINT_EVERY } from '../../web/proof/read-file.ts'
import { makeFile, sha256Of } from './files.ts'
import { closeGateAfter } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, openApp, PATIENCE } from './uploads-page.ts'

const SIZE = 3 * CHECKPOINT_EVERY

let stage: ProxiedStage
beforeAll(async () => {
  stage = await startProxiedStage()
})
afterAll(() => stage.close())

test('hashing goes on after a reload from where it was, and finds the same', async () => {
  // While it is sent, hashing may have to wait.
  closeGateAfter(stage.proxy, 1)
  const file = await makeFile(join(stage.folder, 'night.mov'), SIZE)
  const page = await openApp(stage.context(), stage.origin)
  await drop(page, file.path)
  await page.getByRole('link', { name: file.name }).click()
  await expect.poll(() => keptAt(page), { timeout: PATIENCE, interval: 20 }).toBeGreaterThan(0)
  await page.addInitScript(noteWords)
  await page.reload()
  await page.locator('[data-testid=hashes][data-state=done]').waitFor({ timeout: PATIENCE })
  await page.getByText(await sha256Of(file.path)).waitFor()
  const read = (await page.evaluate(() => window.words)).flatMap((words) =>
    Number(/(\d+)\s?%/.exec(words)?.[1] ?? NaN),
  )
  const shares = read.filter((share) => !Number.isNaN(share))
  expect(shares.length).toBeGreaterThan(0)
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(Math.floor((100 * CHECKPOINT_EVERY) / SIZE))
})

/** Bytes from which hashing would go on; 0 before anything is kept. */
async function keptAt(page: Page): Promise<number> {
  return page.evaluate(async () => {
    // To open it before the app does would make an empty one.
    const all = await indexedDB.databases()
    if (!all.some(({ name }) => name === 'longhaul-hashes')) return 0
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('longhaul-hashes')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('not opened'))
    })
    try {
      return await new Promise<number>((resolve, reject) => {
        const asking = database.transaction('jobs').objectStore('jobs').getAll()
        asking.onsuccess = () => resolve(asking.result[0]?.checkpoint?.at ?? 0)
        asking.onerror = () => reject(asking.error ?? new Error('not read'))
      })
    } finally {
      database.close()
    }
  })
}

/** All that is said of the hashes from the page's start on. */
function noteWords(): void {
  window.words = []
  new MutationObserver(() => {
    const words = document.querySelector('[data-testid=hashes]')?.textContent
    if (words && words !== window.words.at(-1)) window.words.push(words)
  }).observe(document, { childList: true, subtree: true, characterData: true })
}

declare global {
  interface Window {
    words: string[]
  }
}
