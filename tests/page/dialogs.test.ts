/** What every dialog does with the keyboard's place. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { EVERY, identityWith } from './details-stage.ts'
import { detailOf, RECEIPT, viewOf, viewsOfAllStates } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

interface Opening {
  /** The name of the button that opens it. */
  readonly opener: string
  /** Opens it where the button does not do so by itself. */
  readonly act?: (page: Page) => Promise<void>
}

async function choose(page: Page): Promise<void> {
  await page.getByTestId('file-input').evaluate((input) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['content'], 'file 1.bin', { lastModified: 1_700_000_000_000 }))
    if (input instanceof HTMLInputElement) input.files = transfer.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

const DIALOGS: Readonly<Record<string, Opening>> = {
  receipt: { opener: 'Receipt: 5 verified.mov' },
  'speed limit': { opener: 'Speed limit' },
  cancel: { opener: 'Cancel: 2 uploading.mov' },
  order: { opener: 'Order and start: 2 uploading.mov' },
  'start later': { opener: 'Start later…' },
  'show on another device': { opener: 'Show on another device: 2 uploading.mov' },
  details: {
    opener: 'Choose files',
    async act(page) {
      await show(page, { identity: identityWith(EVERY) })
      await page.reload()
      await show(page, { uploads: viewsOfAllStates(), identity: identityWith(EVERY) })
      await page.getByRole('button', { name: 'Choose files' }).focus()
      await choose(page)
    },
  },
  'known files': {
    opener: 'Choose files',
    async act(page) {
      const known = viewOf(1, { size: 7, lastModified: 1_700_000_000_000 })
      await show(page, { uploads: [known] })
      await page.getByRole('button', { name: 'Choose files' }).focus()
      await choose(page)
    },
  },
}

/** Where the keyboard is: in the dialog, in no place of the page, or in the page behind it. */
const placeOf = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (focused?.closest('dialog:modal')) return 'dialog'
    return focused === document.body || focused === null ? 'window' : 'page'
  })

describe('the dialog', () => {
  test.each(Object.keys(DIALOGS))(
    '“%s” keeps the keyboard within it, and gives its place back on Escape',
    async (name) => {
      const opening = DIALOGS[name]
      if (!opening) throw new Error(`there is no dialog ${name}`)
      const { page, complaints, open } = await openPage(browser, site.origin)
      await open()
      await show(page, { uploads: viewsOfAllStates(), detail: detailOf(), receipt: RECEIPT })
      const opener = page.getByRole('button', { name: opening.opener, exact: true })
      await opener.waitFor()
      // What comes later moves what is there, and may take the keyboard's place.
      await page.waitForLoadState('networkidle')
      if (opening.act) await opening.act(page)
      else await opener.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      await expect.poll(() => placeOf(page)).toBe('dialog')
      expect(await dialog.evaluate((one) => one.ariaLabelledByElements?.[0]?.textContent)).toMatch(
        /\S/,
      )
      for (const key of ['Tab', 'Shift+Tab']) {
        const places: string[] = []
        // Twice round all that a keyboard can come to there.
        for (let presses = 0; presses < 50; presses += 1) {
          await page.keyboard.press(key)
          places.push(await placeOf(page))
        }
        expect(places).toContain('dialog')
        expect(places).not.toContain('page')
      }
      // With a place in the dialog again, if the browser's own buttons have it.
      while ((await placeOf(page)) !== 'dialog') await page.keyboard.press('Tab')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      const focused = () => opener.evaluate((one) => one === document.activeElement)
      await expect.poll(focused).toBe(true)
      expect(complaints).toEqual([])
      await page.context().close()
    },
  )
})
