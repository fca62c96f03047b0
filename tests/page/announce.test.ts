import { expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

test('what happens twice is told twice', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open()
  await show(page, { uploads: [] })
  const heard = await page.evaluateHandle(() => {
    const told: string[] = []
    const region = document.querySelector('[role=status].visually-hidden')
    if (!region) throw new Error('nothing is told')
    new MutationObserver(() => region.textContent && told.push(region.textContent)).observe(
      region,
      { childList: true, characterData: true, subtree: true },
    )
    return told
  })
  for (const name of ['a.txt', 'b.txt']) {
    const before = (await heard.jsonValue()).length
    await page
      .getByTestId('file-input')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
    await page.getByRole('link', { name }).waitFor()
    await expect
      .poll(async () => (await heard.jsonValue()).slice(before))
      .toEqual(['1 file added.'])
  }
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a banner comes where a screen reader listened before', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open()
  await show(page, { uploads: [] })
  const listened = await page.evaluateHandle(() =>
    [...document.querySelectorAll('[aria-live]')].filter((one) => one.checkVisibility()),
  )
  await page.context().setOffline(true)
  const banner = page.getByText('No network. Uploads go on')
  await banner.waitFor()
  expect(
    await banner.evaluate((told, regions) => regions.some((one) => one.contains(told)), listened),
  ).toBe(true)
  expect(complaints).toEqual([])
  await page.context().close()
})
