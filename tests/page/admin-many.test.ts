/** Aborts go by a hundred: what the page shows where they end in the middle. */
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { abortRequestSchema } from '../../shared/admin.ts'
import { good, UPLOADS } from './admin-answers.ts'
import { asAdmin, press } from './admin-stage.ts'
import { openStage } from './stage.ts'

const COUNT = 250

const stage = await openStage()

const LEFT = Array.from({ length: COUNT }, (_, index) => ({
  key: `in/2026/11/25/x/<b>${index}</b>.mov`,
  uploadId: `left-${index}`,
  createdAt: '2026-01-01T00:00:00.000Z',
  abandoned: true,
  size: null,
  person: null,
}))

function withMany(use: (page: Page) => Promise<void>): Promise<void> {
  const answers = { 'POST /api/admin/uploads': good({ ...UPLOADS, uploads: LEFT, next: null }) }
  return asAdmin(stage, 'Uploads', use, { answers })
}

async function abortAll(page: Page): Promise<void> {
  await press('Select all abandoned')(page)
  await press('Abort 250 uploads…')(page)
  await press(/^Abort 250 uploads$/)(page)
}

const answerTo = (count: number) => ({ aborted: count, failed: [], completed: [] })

describe('an admin who aborts very many uploads', () => {
  test('sees what was aborted, and is asked about the rest, where one answer does not come', async () => {
    await withMany(async (page) => {
      let isAway = true
      const asked: number[] = []
      await page.route('**/api/admin/uploads/abort', async (route) => {
        if (isAway && asked.length === 1) return route.abort()
        const { uploads } = v.parse(abortRequestSchema, route.request().postDataJSON())
        asked.push(uploads.length)
        await route.fulfill({ json: answerTo(uploads.length) })
      })
      await abortAll(page)
      await page.getByRole('dialog').getByText('The server can’t be reached.').waitFor()
      await page.getByRole('dialog', { name: 'Abort 150 uploads?' }).waitFor()
      await expect.poll(() => page.getByTestId('upload-row').count()).toBe(150)
      isAway = false
      await press(/^Abort 150 uploads$/)(page)
      await page.getByText('Nothing is on its way.').waitFor()
      expect(asked).toEqual([100, 100, 50])
    })
  })

  test('keeps what is left by closing the question in the middle', async () => {
    await withMany(async (page) => {
      const held: (() => Promise<void>)[] = []
      await page.route('**/api/admin/uploads/abort', (route) => {
        held.push(() => route.fulfill({ json: answerTo(100) }))
      })
      await abortAll(page)
      await expect.poll(() => held.length).toBe(1)
      await press('Keep')(page)
      await held[0]?.()
      await page.getByText('100 uploads aborted.').waitFor()
      await expect.poll(() => page.getByTestId('upload-row').count()).toBe(150)
      expect(await page.getByRole('dialog').count()).toBe(0)
      expect(held.length).toBe(1)
    })
  })
})
