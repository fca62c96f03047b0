import type { Browser } from 'playwright-core'
import { afterAll } from 'vitest'
import { launch } from './browser.ts'
import { serveApp, type Site } from './site.ts'

/** The built app on a site of its own, and a browser, for all tests of a file. */
export async function openStage(): Promise<{ site: Site; browser: Browser }> {
  const site = await serveApp()
  const browser = await launch()
  afterAll(async () => {
    await browser.close()
    await site.close()
  })
  return { site, browser }
}
