import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiptSchema } from '../../shared/receipt.ts'
import { makeFile } from './files.ts'
import { startStage, type PlainStage } from './stage.ts'
import { choose, openApp, reaches } from './uploads-page.ts'

const FORM = resolve(import.meta.dirname, '../../docs/examples/forensic-case.json')

let stage: PlainStage
beforeAll(async () => {
  stage = await startStage({ FORM_SCHEMA: FORM })
})
afterAll(() => stage.close())

test('the file is compared with its acquisition hash, and the receipt has both', async () => {
  const page = await openApp(stage.context(), stage.origin)
  const right = await makeFile(join(stage.folder, 'right.E01'), 40 * 1024 * 1024)
  const wrong = await makeFile(join(stage.folder, 'wrong.E01'), 1000)
  const md5 = createHash('md5')
    .update(await readFile(right.path))
    .digest('hex')
  for (const { path } of [right, wrong]) {
    await choose(page, path)
    const form = page.getByRole('dialog')
    await form.getByLabel('Case number').fill('2026-00042')
    await form.getByLabel('Exhibit').fill('AB/1')
    await form.getByLabel('Examiner').fill('Zoë Müller')
    await form.getByLabel('Acquired on').fill('2026-11-25')
    await form.getByLabel('Acquisition hash').fill(md5)
    await form.getByRole('button', { name: 'Add 1 file' }).click()
    await form.waitFor({ state: 'hidden' })
  }
  for (const [file, said] of [
    [right, 'Matches: the file has this hash.'],
    [wrong, 'Does not match: the file has another hash.'],
  ] as const) {
    await reaches(page, file.name, 'Verified')
    const content = await readFile(file.path)
    await page.getByRole('link', { name: file.name }).click()
    await page.getByText(said).waitFor()
    // Until the receipt has them, the page remembers them.
    await page.locator('[data-testid=hashes][data-state=none]').waitFor()
    await page.getByRole('button', { name: /^Receipt/ }).click()
    const shown = page.getByRole('dialog')
    await shown.getByText(said).waitFor()
    const saving = page.waitForEvent('download')
    await shown.getByRole('button', { name: 'Save as JSON' }).click()
    const saved = join(stage.folder, `${file.name}.receipt.json`)
    await (await saving).saveAs(saved)
    const receipt = v.parse(receiptSchema, JSON.parse(await readFile(saved, 'utf8')))
    const hashOf = (kind: string) => createHash(kind).update(content).digest('hex')
    expect(receipt.hashes).toEqual({
      computedBy: 'browser',
      md5: hashOf('md5'),
      ...(file === right && { sha256: hashOf('sha256') }),
    })
    const keys = join(stage.folder, 'jwks.json')
    await writeFile(keys, await (await fetch(`${stage.origin}/api/receipts/jwks.json`)).text())
    const verified = await stage.command('verify', saved, file.path, '--jwks', keys)
    expect(verified).toMatch(new RegExp(`MD5 +matches +${hashOf('md5')}`))
    await shown.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('link', { name: 'All files' }).click()
  }
  // Of a file that is put as a whole they are told only after its end, which the history has by then.
  await page.getByRole('link', { name: 'History' }).click()
  const entry = (name: string) => page.getByTestId('entry').filter({ hasText: name })
  const note = 'Its hash is not the acquisition hash that was entered.'
  await entry(wrong.name).getByText(note).waitFor()
  expect(await entry(right.name).textContent()).not.toContain(note)
  await entry(wrong.name)
    .getByRole('button', { name: /^Receipt/ })
    .click()
  await page.getByRole('dialog').getByText('Does not match: the file has another hash.').waitFor()
})
