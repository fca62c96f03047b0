import { expect, test } from 'vitest'
import { ask, show } from './browser.ts'
import { VIEWS, withPage } from './every-view.ts'
import { openStage } from './stage.ts'
import { viewOf } from './views.ts'

const stage = await openStage()

test('nothing that has failed is called safe, and the tab shows that it wants somebody', async () => {
  await withPage(stage, async (page) => {
    const problem = 'file_changed'
    await show(page, { uploads: [viewOf(1, { state: 'failed', problem }), viewOf(2)] })
    const overview = page.locator('.overview')
    await overview.getByText('1 file failed: do not count on it').waitFor()
    await show(page, { uploads: [viewOf(1, { state: 'failed', problem })] })
    await page.getByRole('heading', { name: '1 file failed' }).waitFor()
    expect(await overview.textContent()).not.toContain('Nothing is lost')
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toContain('b26a00')
  })
})

test('a limit in force is said where its effect is seen, and no time is told by a faster link', async () => {
  await withPage(stage, async (page) => {
    await show(page, { bandwidth: { usual: 500_000, spans: [] } })
    const size = 100_000_000
    await show(page, { uploads: [viewOf(1, { state: 'uploading', size, sent: 0 })] })
    await ask(page, { type: 'test-advance', bytes: 1_000_000 })
    await page.waitForTimeout(100)
    await ask(page, { type: 'test-advance', bytes: 2_000_000 })
    const figures = page.locator('.figures')
    await figures.getByText('500 kB/s of at most 500 kB/s').waitFor()
    await figures.getByText(/^3\smin/).waitFor()
    await VIEWS['detail']?.(page, stage.site)
    await page.getByText('All uploads together send at most 500 kB/s now.').waitFor()
  })
})
