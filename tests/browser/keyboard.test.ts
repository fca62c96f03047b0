import { join } from 'node:path'
import { MIB } from '../../shared/limits.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFile, type TestFile } from './files.ts'
import { closeGateAfter } from './gate.ts'
import { hearAnnouncements, placeOf, tabTo, treeOf } from './keyboard.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { isReady, PATIENCE, reaches } from './uploads-page.ts'

/** ms: what is shown follows what happens, on a busy machine after a while. */
const TIMEOUT = 10_000

let stage: ProxiedStage
let page: Page
let file: TestFile

beforeAll(async () => {
  stage = await startProxiedStage()
  page = await stage.context().newPage()
  // A driver can answer the choosers of inputs alone.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
  file = await makeFile(join(stage.folder, 'night.mov'), 64 * MIB)
  // Heard from the start: the driver takes a while to be asked instead of a person.
  page.on('filechooser', (chooser) => void chooser.setFiles(file.path))
  await page.goto(stage.origin)
  await isReady(page)
})
afterAll(() => stage.close())

const press = (key: string) => page.keyboard.press(key)

/** The tree comes to have these, whatever else. */
async function expectTree(...lines: readonly (string | RegExp)[]): Promise<void> {
  const matchers = lines.map((line) => {
    const matcher: unknown = typeof line === 'string' ? line : expect.stringMatching(line)
    return matcher
  })
  await expect
    .poll(() => treeOf(page), { timeout: TIMEOUT })
    .toEqual(expect.arrayContaining(matchers))
}

test('the keyboard alone sends a file, follows it and sees its receipt, and a screen reader is told', async () => {
  const gate = closeGateAfter(stage.proxy, 1)
  const heard = await hearAnnouncements(page)
  await expectTree('heading "Send files of any size" level=1', 'link "Help"')

  // To the chooser.
  await tabTo(page, 'button', /^Choose files$/)
  await press('Enter')
  await reaches(page, 'night.mov', 'Uploading')
  expect(await placeOf(page)).toEqual({ role: 'button', name: 'Choose files' })
  await expectTree(
    /^heading "Sending 1 file" level=1/,
    /^progressbar "Progress of all uploads" value=/,
    /^progressbar "Progress of night.mov" value=/,
    'heading "night.mov" level=3',
  )

  // What is in a row.
  await tabTo(page, 'button', /^Pause: night.mov$/)
  await press('Enter')
  await reaches(page, 'night.mov', 'Paused')
  expect((await placeOf(page)).name).toMatch(/: night.mov$/)
  await tabTo(page, 'button', /^Cancel: night.mov$/)
  await press('Enter')
  await expectTree(/^dialog "Cancel 1 upload\?" .*modal/)
  await press('Escape')
  expect(await placeOf(page)).toEqual({ role: 'button', name: 'Cancel: night.mov' })
  await press('Shift+Tab')
  expect(await placeOf(page)).toEqual({ role: 'button', name: 'Resume: night.mov' })
  await press('Enter')
  await reaches(page, 'night.mov', 'Uploading')

  // From near, while it goes on.
  await press('Shift+Tab')
  expect(await placeOf(page)).toEqual({
    role: 'button',
    name: 'Show on another device: night.mov',
  })
  await press('Shift+Tab')
  expect(await placeOf(page)).toEqual({ role: 'link', name: 'night.mov' })
  await press('Shift+Tab')
  expect(await placeOf(page)).toEqual({ role: 'button', name: 'Order and start: night.mov' })
  await press('Tab')
  expect(await placeOf(page)).toEqual({ role: 'link', name: 'night.mov' })
  await press('Enter')
  await page.getByTestId('detail').waitFor()
  expect(await placeOf(page)).toEqual({ role: 'heading', name: 'night.mov' })
  await expectTree('heading "night.mov" focused level=1', /^progressbar "Progress of night.mov"/)
  gate.open()
  await page.locator('[data-testid=detail][data-state=verified]').waitFor({ timeout: PATIENCE })
  await tabTo(page, 'button', /^Receipt: night.mov$/)
  await press('Enter')
  await page.getByRole('dialog').waitFor()
  await expectTree(/^dialog "Receipt.*modal/)
  expect((await placeOf(page)).role).not.toBe('RootWebArea')
  await press('Escape')
  expect(await placeOf(page)).toEqual({ role: 'button', name: 'Receipt: night.mov' })

  // Back to the list, and out of it again.
  await page.goBack()
  await reaches(page, 'night.mov', 'Verified')
  expect(await placeOf(page)).toEqual({ role: 'link', name: 'night.mov' })
  await tabTo(page, 'button', /^Remove: night.mov$/)
  await press('Enter')
  await page.getByRole('button', { name: 'Undo' }).waitFor()
  await placeOf(page)
  await tabTo(page, 'button', /^Undo$/)
  await press('Enter')
  await reaches(page, 'night.mov', 'Verified')
  await placeOf(page)

  // What happens at once is told in one sentence, which waits for more.
  await expect.poll(heard, { timeout: TIMEOUT }).toContain('night.mov verified.')
  const said = await heard()
  expect(said).toContain('1 file added.')
  expect(said.filter((one) => one.includes('%'))).toEqual([])
})
