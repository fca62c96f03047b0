import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import * as ar from '../../web/admin/text/ar.ts'
import * as de from '../../web/admin/text/de.ts'
import type { Text } from '../../web/admin/text/en.ts'
import { ANSWERS } from './admin-answers.ts'
import { hiddenOfDays } from './admin-stage.ts'
import { openPage } from './browser.ts'
import { inspectWords } from './inspect.ts'
import { openStage } from './stage.ts'

const FINDINGS = { de: de.findings, ar: ar.findings }
const TEXTS = { de: de.text, ar: ar.text }
const LANGUAGES = ['de', 'ar'] as const

const { site, browser } = await openStage()
site.api = ANSWERS

type Act = (page: Page, text: Text, language: 'de' | 'ar') => Promise<void>
const button = (page: Page, name: string) => page.getByRole('button', { name }).first()

/** How the views come about, by the words of the language. */
const VIEWS: Readonly<Record<keyof Text['views'], Act>> = {
  async uploads(page, { uploads }) {
    await button(page, uploads.selectAbandoned).click()
    await button(page, uploads.abortSelected(2)).click()
    await page.getByRole('dialog').getByText(uploads.confirmWhy).waitFor()
  },
  async receipts(page, { receipts }) {
    for (const label of [receipts.from, receipts.to]) {
      expect(label).toContain('UTC')
      await page.getByLabel(label).waitFor()
    }
    await button(page, receipts.open('take 1.mov')).click()
    await page.getByText(receipts.verify).waitFor()
  },
  async links(page, { links }) {
    await page.locator('summary', { hasText: links.make }).click()
    await page.getByLabel(links.prefix).waitFor()
  },
  async totals(page, { totals }) {
    await page.getByText(totals.table).click()
    await page.getByText(totals.costStorage).waitFor()
    expect(await hiddenOfDays(page)).toBe(0)
  },
  async health(page, { health }, language) {
    await button(page, health.start).click()
    await page.getByText(health.broken(1)).waitFor()
    const { checks, problems, inEnglish } = FINDINGS[language]
    await page.getByRole('heading', { name: checks['Lifecycle: incomplete uploads'] }).waitFor()
    for (const sentence of [...problems.cors_origin, ...problems.lifecycle_missing]) {
      await page.getByText(sentence).waitFor()
    }
    await page.locator('summary', { hasText: inEnglish }).first().click()
    await page.getByText('from https://files.example.com with any header').waitFor()
  },
}

describe.each(LANGUAGES)('the admin page in %s', (language) => {
  const text = TEXTS[language]

  test.each(Object.keys(VIEWS) as (keyof typeof VIEWS)[])(
    'the view %s is whole in every look',
    async (view) => {
      const { page, complaints, open } = await openPage(browser, site.origin, language)
      try {
        await open('admin#link=head.eyJqdGkiOiJ4In0.signature')
        await page.getByRole('link', { name: text.views[view], exact: true }).click()
        await VIEWS[view](page, text, language)
        const direction = await page.evaluate(() => getComputedStyle(document.body).direction)
        expect(direction).toBe(language === 'ar' ? 'rtl' : 'ltr')
        await expect.poll(() => page.title()).toBe(text.title(text.views[view]))
        await inspectWords(page, `admin-${language}-${view}`)
        expect(complaints).toEqual([])
      } finally {
        await page.context().close()
      }
    },
  )
})
