import { expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { NOTICED, shiftOf } from './layout-shift.ts'
import { openStage } from './stage.ts'
import { detailOf, idOf, statusOf, viewsOfAllStates } from './views.ts'

const { site, browser } = await openStage()

test.each([
  ['the list', '', 'de-DE', 1200],
  ['the list', '', 'en-US', 360],
  ['one upload', `uploads/${idOf(1)}`, 'en-US', 360],
  ['a watched upload', `#watch=${idOf(1)}.head.content.signature`, 'en-US', 360],
])('%s comes in one piece on a slow computer: /%s in %s, %d px wide', async (...view) => {
  const [, path, locale, width] = view
  site.status = { status: 200, body: statusOf() }
  const { page, open } = await openPage(browser, site.origin, locale)
  await page.setViewportSize({ width, height: 800 })
  await open()
  await show(page, { uploads: viewsOfAllStates(), detail: detailOf(), busy: true })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto('about:blank')
  await open(path)
  await page.locator('.row, .detail, .watched').first().waitFor()
  await page.waitForLoadState('networkidle')
  expect(await shiftOf(page)).toBeLessThan(NOTICED)
  await page.context().close()
})
