import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { arrives, hasNoParts, objectsNamed } from './arrival.ts'
import { makeFile } from './files.ts'
import { acknowledged, closeGateAfter, partsOf, sentTwice } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { choose, drop, openApp, PATIENCE, press, reaches, rowsOf } from './uploads-page.ts'

/** ms in which a lane that had not been ended would have gone on. */
const LONG_ENOUGH = 2000

describe('a person decides', () => {
  let stage: ProxiedStage
  let page: Page
  beforeAll(async () => {
    stage = await startProxiedStage()
  })
  afterEach(async () => {
    stage.proxy.treat = () => 'pass'
    await page.close()
  })
  afterAll(() => stage.close())

  const make = (name: string, size = 160 * MIB) => makeFile(join(stage.folder, name), size)
  const arrived = (name: string) => acknowledged(stage.proxy, name).length
  const underWay = () =>
    stage.proxy.parts.filter(({ state }) => state === 'waiting' || state === 'passing')

  test('to pause, which ends the sending, and to resume, which sends nothing twice', async () => {
    const file = await make('paused.bin', 96 * MIB)
    const gate = closeGateAfter(stage.proxy, 3)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    await expect.poll(() => arrived(file.name), { timeout: PATIENCE }).toBe(3)
    await press(page, file.name, 'Pause')
    await reaches(page, file.name, 'Paused')
    await expect.poll(underWay, { timeout: PATIENCE }).toEqual([])

    gate.open()
    const before = { parts: stage.proxy.parts.length, bytes: stage.proxy.bytesPassed }
    await pause(LONG_ENOUGH)
    expect({ parts: stage.proxy.parts.length, bytes: stage.proxy.bytesPassed }).toEqual(before)

    await press(page, file.name, 'Resume')
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
  })

  test('to pause and resume all', async () => {
    const files = await Promise.all(['all 1.bin', 'all 2.bin'].map((name) => make(name, 48 * MIB)))
    const gate = closeGateAfter(stage.proxy, 1)
    page = await openApp(stage.context(), stage.origin)
    await choose(page, ...files.map(({ path }) => path))
    await expect.poll(() => underWay().length, { timeout: PATIENCE }).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Pause all' }).click()
    for (const { name } of files) await reaches(page, name, 'Paused')
    await expect.poll(underWay, { timeout: PATIENCE }).toEqual([])
    gate.open()
    await page.getByRole('button', { name: 'Resume all' }).click()
    for (const file of files) await arrives(page, stage.bucket, file)
  })

  test('to cancel, which leaves no parts behind, and to remove', async () => {
    const file = await make('cancelled.bin')
    const gate = closeGateAfter(stage.proxy, 3)
    page = await openApp(stage.context(), stage.origin)
    await choose(page, file.path)
    await expect.poll(() => arrived(file.name), { timeout: PATIENCE }).toBe(3)
    await press(page, file.name, 'Cancel')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 upload' }).click()
    await reaches(page, file.name, 'Cancelled')
    gate.open()
    await hasNoParts(stage.bucket)
    expect(await objectsNamed(stage.bucket, file.name)).toEqual([])

    await press(page, file.name, 'Remove')
    await expect
      .poll(async () => (await rowsOf(page)).map(({ name }) => name), { timeout: PATIENCE })
      .not.toContain(file.name)
    await page.reload()
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
    expect((await rowsOf(page)).map(({ name }) => name)).not.toContain(file.name)
    expect(partsOf(stage.proxy, file.name).length).toBeLessThan(10)
  })

  test('by keyboard alone: add, pause, resume, read the receipt', async () => {
    const file = await make('by keyboard.bin', 64 * MIB)
    const gate = closeGateAfter(stage.proxy, 1)
    page = await openWithoutPicker()
    await addByKeyboard(page, file.path)
    await expect.poll(() => arrived(file.name), { timeout: PATIENCE }).toBe(1)

    await tabTo(page, `Pause: ${file.name}`)
    await page.keyboard.press('Space')
    await reaches(page, file.name, 'Paused')
    expect(await focused(page)).toBe(`Resume: ${file.name}`)
    gate.open()
    await page.keyboard.press('Enter')
    await arrives(page, stage.bucket, file)

    await tabTo(page, `Receipt: ${file.name}`)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Receipt' })
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await focused(page)).toBe(`Receipt: ${file.name}`)
  })

  test('by keyboard alone: cancel, after a question', async () => {
    const file = await make('cancelled by keyboard.bin', 64 * MIB)
    const gate = closeGateAfter(stage.proxy, 1)
    page = await openWithoutPicker()
    await addByKeyboard(page, file.path)
    await expect.poll(() => arrived(file.name), { timeout: PATIENCE }).toBe(1)
    await tabTo(page, `Cancel: ${file.name}`)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    expect(await focused(page)).toBe('Go on uploading')
    await tabTo(page, 'Cancel 1 upload')
    await page.keyboard.press('Enter')
    await reaches(page, file.name, 'Cancelled')
    gate.open()
    await hasNoParts(stage.bucket)
  })

  /** As in browsers that have no picker for handles: the native one can't be driven by a test. */
  async function openWithoutPicker(): Promise<Page> {
    const opened = await stage.context().newPage()
    await opened.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
    await opened.goto(stage.origin)
    await opened.getByRole('heading', { name: 'Uploads' }).waitFor()
    return opened
  }
})

async function addByKeyboard(page: Page, path: string): Promise<void> {
  const openChooser = async () => {
    await tabTo(page, 'Choose files')
    await page.keyboard.press('Enter')
  }
  // The browser is told to hand choosers over when one is waited for: well before it opens.
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), openChooser()])
  await chooser.setFiles(path)
}

/** Goes on with the tab key until the element with this accessible name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the tab key does not lead to ${name}`)
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
  })
}
