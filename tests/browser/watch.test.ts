import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Receipt } from '../../shared/receipt.ts'
import { MIB } from '../../shared/limits.ts'
import { CHROMIUM } from '../servers/chromium.ts'
import { arrives, readReceipt } from './arrival.ts'
import { makeFile } from './files.ts'
import { acknowledged, closeGateAfter } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, openApp, PATIENCE, press, reaches, rowOf } from './uploads-page.ts'

describe('another device', () => {
  let stage: ProxiedStage
  let other: Browser
  beforeAll(async () => {
    stage = await startProxiedStage()
    other = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await other.close()
    await stage.close()
  })

  /** Begins an upload of six parts of which three arrive, and opens its link in the other browser. */
  async function begin(name: string) {
    const file = await makeFile(join(stage.folder, name), 96 * MIB)
    const gate = closeGateAfter(stage.proxy, 3)
    const page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    await expect
      .poll(() => acknowledged(stage.proxy, file.name).length, { timeout: PATIENCE })
      .toBe(3)
    await press(page, file.name, 'Show on another device')
    const dialog = page.getByRole('dialog', { name: 'Show on another device' })
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue()
    await dialog.getByRole('button', { name: 'Close' }).click()
    const requests: string[] = []
    const context = await other.newContext()
    context.on('request', (request) => requests.push(`${request.method()} ${request.url()}`))
    const watching = await context.newPage()
    watching.on('pageerror', (error) => {
      throw error
    })
    await watching.goto(link)
    return { file, gate, page, link, watching, requests }
  }

  const stateOf = (page: Page) => page.getByTestId('state').textContent()
  const percentOf = async (page: Page) => {
    const progress = page.getByRole('progressbar', { name: /^Progress of \w/ }).last()
    return (await progress.getAttribute('aria-valuetext'))?.split(',')[0]
  }

  test('sees what the sending one does, up to the same receipt', async () => {
    const { file, gate, page, watching, requests } = await begin('watched.bin')
    await expect.poll(() => percentOf(watching), { timeout: PATIENCE }).toBe('50%')
    expect(await stateOf(watching)).toBe('Uploading')
    expect(await watching.getByText('3 of 6 parts').count()).toBe(1)
    await expect.poll(() => percentOf(page)).toBe('50%')

    gate.open()
    const receipt = await arrives(page, stage.bucket, file)
    await expect.poll(() => stateOf(watching), { timeout: PATIENCE }).toBe('Verified')
    await watching.getByRole('button', { name: 'Open the receipt' }).click()
    expect(stated(await readReceipt(watching))).toEqual(stated(receipt))

    expect(requests.filter((request) => !request.startsWith('GET '))).toEqual([])
    const asked = requests.filter((request) => request.includes('/api/'))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every((request) => request.endsWith('/status'))).toBe(true)
    await watching.context().close()
    await page.close()
  })

  test('sees that it is no longer there when it was cancelled', async () => {
    const { file, gate, page, link, watching } = await begin('unwatched.bin')
    await expect.poll(() => stateOf(watching), { timeout: PATIENCE }).toBe('Uploading')
    await press(page, file.name, 'Cancel')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 upload' }).click()
    await reaches(page, file.name, 'Cancelled')
    gate.open()
    await expect.poll(() => stateOf(watching), { timeout: PATIENCE }).toBe('No longer there')
    expect((await rowOf(page, file.name)).text).not.toContain('Show on another device')

    await watching.goto('about:blank')
    await watching.goto(`${link.slice(0, -4)}AAAA`)
    await watching.getByText('This link is not valid').waitFor()
    await watching.context().close()
    await page.close()
  })
})

/** What stays: hashes may be added once they are computed, and then it is signed anew. */
function stated({ hashes: _hashes, signature: _signature, ...facts }: Receipt) {
  return facts
}
