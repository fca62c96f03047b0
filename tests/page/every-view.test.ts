import { afterEach, describe, test } from 'vitest'
import { openPage } from './browser.ts'
import { inspect } from './inspect.ts'
import { openStage } from './stage.ts'
import { VIEWS, withPage } from './every-view.ts'

const stage = await openStage()
const { site, browser } = stage

afterEach(() => {
  site.worker = 'first'
})

describe('in every look', () => {
  test.each(Object.keys(VIEWS))('the view "%s" has no faults', async (view) => {
    await withPage(stage, async (page) => {
      await VIEWS[view]?.(page, site)
      await inspect(page, view)
    })
  })

  test('a window without service workers is told what is needed', async () => {
    const { page, open } = await openPage(browser, site.origin)
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'))
    await open()
    await page.getByText('Open this address in a normal window').waitFor()
    await inspect(page, 'unsupported')
    await page.context().close()
  })

  test('a worker that can not be loaded is told', async () => {
    site.worker = 'missing'
    const { page, open } = await openPage(browser, site.origin)
    await open()
    await page.getByText('Longhaul could not start').waitFor()
    await page.getByText('the disk may be full: free some space and start').waitFor()
    await inspect(page, 'failed-start')
    await page.context().close()
  })

  test('a worker that is older than its data is told', async () => {
    site.worker = 'outdated'
    await withPage(stage, async (page) => {
      await page.getByText('This page is older than your uploads').waitFor()
      await inspect(page, 'outdated')
    })
  })
})
