import { expect, test } from 'vitest'
import type { UploadView } from '../../shared/messages.ts'
import { openPage, show } from './browser.ts'
import { hear } from './heard.ts'
import { openStage } from './stage.ts'
import { viewOf } from './views.ts'

const { site, browser } = await openStage()

test('what happens twice is told twice', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open()
  await show(page, { uploads: [] })
  const heard = await hear(page, '[role=status].visually-hidden')
  for (const name of ['a.txt', 'b.txt']) {
    const before = (await heard()).length
    await page
      .getByTestId('file-input')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
    await page.getByRole('link', { name }).waitFor()
    await expect.poll(async () => (await heard()).slice(before)).toEqual(['1 file added.'])
  }
  await show(page, { uploads: Array.from({ length: 8 }, (_, number) => viewOf(number)) })
  for (const name of ['file 3', 'file 4']) {
    const before = (await heard()).length
    await page.getByRole('searchbox').fill(name)
    await expect.poll(async () => (await heard()).slice(before)).toEqual(['1 of 8 uploads shown'])
  }
  expect(complaints).toEqual([])
  await page.context().close()
})

test('that an upload needs somebody is told once, whatever else shows it', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open()
  const uploads = (count: number, changes: Partial<UploadView>) =>
    [1, 2, 3, 4].map((number) =>
      number <= count
        ? viewOf(number, { sent: 1e9, ...changes })
        : viewOf(number, { state: 'uploading', sent: 1e9 }),
    )
  await show(page, { uploads: uploads(0, {}) })
  const heard = await hear(page)
  const gone = { problem: 'file_gone' } as const
  const one = 'file 1.bin needs you. The browser can no longer read this file.'
  await show(page, { uploads: uploads(1, gone) })
  await expect.poll(heard).toEqual([one])
  await show(page, { uploads: uploads(3, { ...gone, offline: true }) })
  await page.getByText('3 uploads need their files again.').waitFor()
  const two = expect.stringContaining('2 uploads need their files again.')
  await expect.poll(heard).toEqual([one, two])
  // What goes on before it could be told needs nobody any more.
  await show(page, { uploads: uploads(4, gone) })
  await show(page, { uploads: uploads(0, {}) })
  const full = { problem: 'storage' } as const
  await show(page, { uploads: [...uploads(1, full), viewOf(5, full)] })
  const last = 'file 1.bin needs you. The browser’s own storage is full or does not work.'
  await expect.poll(heard).toEqual([one, two, last])
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
  await show(page, { problem: 'link_expired' })
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.context().setOffline(true)
  for (const said of ['This link has expired.', 'No network. Uploads go on']) {
    const banner = page.getByText(said)
    await banner.waitFor()
    expect(
      await banner.evaluate((told, regions) => regions.some((one) => one.contains(told)), listened),
    ).toBe(true)
  }
  expect(complaints).toEqual([])
  await page.context().close()
})
