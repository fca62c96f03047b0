/** Takes the pictures that the manifest names, of the built app with uploads to look at. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { UploadView } from '../../shared/messages.ts'
import { allowWhatIsAllowed, ask, launch } from './browser.ts'
import { serveApp } from './site.ts'
import { viewOf } from './views.ts'

const FOLDER = join(import.meta.dirname, '../../web/public/screenshots')
const GB = 1_000_000_000

/** Of CSS pixels, and how many of the picture each of them is. */
const PICTURES = [
  { name: 'wide', width: 1280, height: 800, scale: 1 },
  { name: 'narrow', width: 390, height: 844, scale: 2 },
]

const UPLOADS: readonly Partial<UploadView>[] = [
  { name: 'A001_C014_1123KF.mxf', path: 'Shoot 3/A001', size: 1240 * GB, sent: 782 * GB },
  { name: 'exhibit-7-laptop.e01', path: '', size: 512 * GB, sent: 388 * GB },
  { name: 'sky-survey-2026-11.fits', path: 'Telescope', size: 96 * GB, sent: 31 * GB },
  { name: 'A001_C013_1123KF.mxf', path: 'Shoot 3/A001', size: 860 * GB, state: 'verified' },
  { name: 'exhibit-6-phone.zip', path: '', size: 64 * GB, state: 'verified' },
]

function uploadsAfter(bytes: number): UploadView[] {
  return UPLOADS.map((upload, number) => {
    const { size = 0, sent = 0, state = 'uploading' } = upload
    if (state === 'verified')
      return viewOf(number, { ...upload, sent: size, proof: 'object-checksum' })
    return viewOf(number, {
      ...upload,
      state,
      sent: sent + bytes,
      inFlight: 6 * GB,
      watchable: true,
    })
  })
}

async function take(
  browser: Browser,
  origin: string,
  { name, width, height, scale }: (typeof PICTURES)[number],
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: 'light',
    locale: 'en-US',
  })
  await allowWhatIsAllowed(browser)
  const page = await context.newPage()
  await page.goto(origin)
  await page.locator('#uploads-heading').waitFor()
  // For the speed and the time left.
  for (let second = 0; second < 12; second++) {
    await ask(page, { type: 'test-set', uploads: uploadsAfter((second * GB) / 3) })
    await page.waitForTimeout(1000)
  }
  const session = await context.newCDPSession(page)
  const clip = { x: 0, y: 0, width, height, scale }
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 80,
    clip,
  })
  await writeFile(join(FOLDER, `${name}.webp`), Buffer.from(data, 'base64'))
  await context.close()
}

const site = await serveApp()
const browser = await launch()
try {
  await mkdir(FOLDER, { recursive: true })
  for (const picture of PICTURES) await take(browser, site.origin, picture)
} finally {
  await browser.close()
  await site.close()
}
