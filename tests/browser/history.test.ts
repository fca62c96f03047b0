import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrives } from './arrival.ts'
import { makeFile } from './files.ts'
import { startStage, type Stage } from './stage.ts'
import { drop, openApp, PATIENCE, press, rowsOf } from './uploads-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test('what was removed from the list stands in the history, with its receipt, and is saved', async () => {
  const file = await makeFile(join(stage.folder, '=film.mov'), 20_000_000)
  const page = await openApp(stage.context(), stage.origin)
  await drop(page, file.path)
  await arrives(page, stage.bucket, file)
  await press(page, file.name, 'Remove')
  await page.getByRole('link', { name: 'History' }).click()
  const entry = page.getByTestId('entry')
  await entry.getByText(file.name, { exact: true }).waitFor()
  // The worker is told as the page goes.
  await page.goto(stage.origin)
  await expect.poll(() => rowsOf(page), { timeout: PATIENCE }).toEqual([])

  await page.getByRole('link', { name: 'History' }).click()
  await entry.getByText(file.name, { exact: true }).waitFor()
  expect(await entry.textContent()).toMatch(/Verified20\sMB.*B\/s on average/)
  await entry.getByRole('button', { name: 'Receipt' }).click()
  await page.getByRole('dialog').getByText('20,000,000 bytes').waitFor()
  await page.keyboard.press('Escape')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  const [, line] = (await readFile(await (await download).path(), 'utf8')).split('\r\n')
  expect(line).toMatch(/^"Verified","'=film\.mov","",20000000,20000000,/)

  // Server and store of this stage, by the page's real policy.
  await page.goto(`${stage.origin}/health-check`)
  await page.getByRole('button', { name: 'Try the connection' }).click()
  await page.getByText('All that uploads need answers.').waitFor({ timeout: PATIENCE })
})
