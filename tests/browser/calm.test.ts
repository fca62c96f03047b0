import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { NOTICED, shiftOf } from '../page/layout-shift.ts'
import { arrives } from './arrival.ts'
import { makeFile } from './files.ts'
import { acknowledged, closeGateAfter } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, openApp, PATIENCE } from './uploads-page.ts'

let stage: ProxiedStage
beforeAll(async () => {
  stage = await startProxiedStage()
})
afterAll(() => stage.close())

test('nothing on the page jumps while it loads, and adding one file puts no banner above it', async () => {
  const file = await makeFile(join(stage.folder, 'calm.bin'), 80 * MIB)
  const gate = closeGateAfter(stage.proxy, 2)
  const page = await openApp(stage.context(), stage.origin)
  expect(await shiftOf(page)).toBeLessThan(NOTICED)
  const banners = await watchBanners(page)
  await drop(page, file.path)
  await expect
    .poll(() => acknowledged(stage.proxy, file.name).length, { timeout: PATIENCE })
    .toBe(2)
  expect(await banners()).toEqual([])

  await page.reload()
  await page.getByRole('link', { name: file.name }).waitFor()
  // What comes a moment later than the list has come by then.
  await page.getByRole('button', { name: `Order and start: ${file.name}` }).waitFor()
  expect(await shiftOf(page)).toBeLessThan(NOTICED)
  gate.open()
  await arrives(page, stage.bucket, file)
})

/** The banners that come from now on, however soon they go. */
async function watchBanners(page: Page): Promise<() => Promise<string[]>> {
  const seen = await page.evaluateHandle(() => {
    const texts: string[] = []
    const observer = new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof Element && node.matches('.banner')) texts.push(node.textContent ?? '')
      }
    })
    observer.observe(document.body, { childList: true, subtree: true })
    return texts
  })
  return () => seen.jsonValue()
}
