import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrives } from './arrival.ts'
import { makeFile } from './files.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, isReady, openApp, reaches } from './uploads-page.ts'

let stage: ProxiedStage
let page: Page
/** What breaks in the page. */
const complaints: string[] = []

beforeAll(async () => {
  stage = await startProxiedStage()
  page = await openApp(stage.context(), stage.origin)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (/import|module|undefined/i.test(message.text())) complaints.push(message.text())
  })
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  await stage.stopApi()
})
afterAll(() => stage.close())

const heading = (name: string) => page.getByRole('heading', { name, level: 1 })

test('every view opens without a network, in every language', async () => {
  await stage.context().setOffline(true)
  for (const [path, name] of [
    ['/history', 'History'],
    ['/settings', 'Settings'],
    ['/health-check', 'Connection and browser'],
    ['/help', 'Help'],
    ['/receipts', 'Check a receipt'],
    ['/nowhere', 'There is nothing at this address'],
  ] as const) {
    await page.goto(stage.origin + path)
    await heading(name).waitFor()
  }
  await page.goto(`${stage.origin}/settings`)
  await page.getByLabel('Language', { exact: true }).selectOption('Deutsch')
  await heading('Einstellungen').waitFor()
  await page.getByRole('link', { name: 'Hilfe' }).click()
  await heading('Hilfe').waitFor()
  await page.goto(`${stage.origin}/settings`)
  await page.getByLabel('Sprache', { exact: true }).selectOption('العربية')
  await expect.poll(() => page.locator('html').getAttribute('dir')).toBe('rtl')
  await page.reload()
  await page.locator('select').first().selectOption('English')
  await heading('Settings').waitFor()
  expect(complaints).toEqual([])
})

test('a file that is added meanwhile waits, and is sent when the server is there again', async () => {
  const file = await makeFile(join(stage.folder, 'added offline.bin'), 20_000_000)
  await page.goto(stage.origin)
  await isReady(page)
  await drop(page, file.path)
  await reaches(page, file.name, 'Waiting')
  await page.getByText('No network: goes on when it returns.').waitFor()
  await stage.startApi()
  await stage.context().setOffline(false)
  await arrives(page, stage.bucket, file)
  expect(complaints).toEqual([])
})
