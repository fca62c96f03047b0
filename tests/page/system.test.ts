import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { inspect } from './inspect.ts'
import { viewOf } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

const VERIFIED = viewOf(1, { state: 'verified', sent: 4_000_000_000 })

async function withPage(use: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open()
    await show(page, { uploads: [VERIFIED] })
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

/** As the browser does when it could install the app; what the person then answers it. */
function offer(page: Page, outcome: 'accepted' | 'dismissed'): Promise<void> {
  return page.evaluate((outcome) => {
    const prompt = async () => {
      document.body.dataset['asked'] = 'yes'
      return { outcome }
    }
    const event = new Event('beforeinstallprompt', { cancelable: true })
    dispatchEvent(Object.assign(event, { prompt }))
    if (!event.defaultPrevented) throw new Error('the browser shows its own offer')
  }, outcome)
}

/** As the worker keeps it. */
function keepShared(page: Page, count: number): Promise<void> {
  return page.evaluate(async (count) => {
    const form = new FormData()
    for (let number = 1; number <= count; number++) {
      form.append('files', new File(['content'.repeat(1000)], `Überblick – نظرة ${number}.mov`))
    }
    const kept = await caches.open('shared')
    await kept.put('/share/1', new Response(form))
  }, count)
}

const banner = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

test('what another app shares and the offer to install have no faults in any look', async () => {
  await withPage(async (page) => {
    await keepShared(page, 12)
    await page.goto(`${site.origin}/?shared`)
    await banner(page, '12 files').getByText('and 7 more').waitFor()
    await offer(page, 'accepted')
    await banner(page, 'can be installed').waitFor()
    await inspect(page, 'system')
    expect(new URL(page.url()).search).toBe('')

    // The keyboard's place stays near by when a banner goes.
    const dismiss = banner(page, 'can be installed').getByRole('button', { name: 'Dismiss' })
    await dismiss.press('Enter')
    await expect.poll(() => dismiss.count()).toBe(0)
    const place = () => page.evaluate(() => document.activeElement?.closest('main, body')?.tagName)
    await expect.poll(place).toBe('MAIN')
  })
})

test('what is still coming is said to come, and asked about when it is there', async () => {
  await withPage(async (page) => {
    const other = await page.context().newPage()
    await other.goto(site.origin)
    // As the worker does while it keeps what is posted.
    const coming = await other.evaluateHandle(
      () =>
        new Promise<() => void>((held) => {
          const hold = () => new Promise<void>((release) => held(release))
          void navigator.locks.request('/share', hold)
        }),
    )
    await page.goto(`${site.origin}/?shared`)
    await banner(page, 'Receiving what another app has shared').waitFor()
    await inspect(page, 'system-receiving')
    await keepShared(page, 2)
    await coming.evaluate((arrive) => arrive())
    await banner(page, 'has shared 2 files').waitFor()
    expect(await banner(page, 'Receiving').count()).toBe(0)
  })
})

test('what is shared is taken once, though it is asked about twice', async () => {
  await withPage(async (page) => {
    await keepShared(page, 2)
    const open = async () => {
      const other = await page.context().newPage()
      await other.goto(site.origin)
      return other
    }
    const [first, second] = [await open(), await open()]
    const send = (other: Page) => other.getByRole('button', { name: 'Send', exact: true }).click()
    await second.getByText('has shared 2 files').waitFor()
    // Large ones are copied for minutes.
    const isCopying = await first.evaluateHandle(() => {
      const { createWritable } = FileSystemFileHandle.prototype
      const gone = { goOn: () => undefined as void }
      const held = new Promise<void>((resolve) => (gone.goOn = resolve))
      FileSystemFileHandle.prototype.createWritable = async function (...all) {
        await held
        return createWritable.apply(this, all)
      }
      return gone
    })
    await send(first)
    const third = await open()
    await send(second)
    await third.waitForTimeout(500)
    await isCopying.evaluate((copying) => copying.goOn())
    await second.getByText('There were no files in what you chose.').waitFor()
    const own = await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory()
      const names: string[] = []
      for await (const name of (await root.getDirectoryHandle('shared')).keys()) names.push(name)
      return names
    })
    expect(own).toHaveLength(2)
    expect(await third.getByText('has shared').count()).toBe(0)
  })
})

test('the offer to install is made after a verified upload, and once', async () => {
  await withPage(async (page) => {
    await show(page, { uploads: [viewOf(1)] })
    await offer(page, 'dismissed')
    await show(page, { uploads: [VERIFIED] })
    await banner(page, 'can be installed').getByRole('button', { name: 'Install' }).click()
    await expect.poll(() => page.evaluate(() => document.body.dataset['asked'])).toBe('yes')
    await expect.poll(() => banner(page, 'can be installed').count()).toBe(0)

    await page.reload()
    await show(page, { uploads: [VERIFIED] })
    await offer(page, 'accepted')
    await keepShared(page, 1)
    await page.goto(`${site.origin}/?shared`)
    await banner(page, '1 file').waitFor()
    await offer(page, 'accepted')
    expect(await banner(page, 'can be installed').count()).toBe(0)
  })
})
