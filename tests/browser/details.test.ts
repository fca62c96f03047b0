import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiptSchema } from '../../shared/receipt.ts'
import { makeFile } from './files.ts'
import { startStage, type PlainStage } from './stage.ts'
import { choose, openApp, press, reaches } from './uploads-page.ts'

const FORM = resolve(import.meta.dirname, '../../docs/examples/forensic-case.json')

let stage: PlainStage
beforeAll(async () => {
  stage = await startStage({ FORM_SCHEMA: FORM })
})
afterAll(() => stage.close())

test('what was entered once is in the metadata and the receipt of every file, small and large', async () => {
  const page = await openApp(stage.context(), stage.origin)
  const files = [
    await makeFile(join(stage.folder, 'small.E01'), 1000),
    await makeFile(join(stage.folder, 'large.E01'), 12 * 1024 * 1024),
  ]
  await choose(page, ...files.map(({ path }) => path))
  const form = page.getByRole('dialog')
  await form.getByLabel('Case number').fill('2026-00042')
  await form.getByLabel('Exhibit').fill('AB/1')
  await form.getByLabel('Examiner').fill('Zoë Müller')
  await form.getByLabel('Acquired on').fill('2026-11-25')
  // Each file has another one.
  expect(await form.getByLabel('Acquisition hash').count()).toBe(0)
  await form.getByRole('button', { name: 'Add 2 files' }).click()

  for (const { name } of files) {
    await reaches(page, name, 'Verified')
    await press(page, name, 'Receipt')
    const shown = page.getByRole('dialog')
    await shown.getByText('Zoë Müller').waitFor()
    const saving = page.waitForEvent('download')
    await shown.getByRole('button', { name: 'Save as JSON' }).click()
    const chunks: Buffer[] = []
    for await (const chunk of await (await saving).createReadStream()) {
      chunks.push(Buffer.from(chunk as Uint8Array))
    }
    const receipt = v.parse(receiptSchema, JSON.parse(Buffer.concat(chunks).toString()))
    expect(receipt.details?.map(({ name, value }) => [name, value])).toEqual([
      ['caseNumber', '2026-00042'],
      ['exhibit', 'AB/1'],
      ['examiner', 'Zoë Müller'],
      ['acquiredOn', '2026-11-25'],
    ])
    const head = new HeadObjectCommand({ Bucket: stage.bucket.name, Key: receipt.key })
    const { Metadata } = await stage.bucket.client.send(head)
    expect(Metadata).toMatchObject({
      'longhaul-detail-casenumber': "UTF-8''2026-00042",
      'longhaul-detail-exhibit': "UTF-8''AB%2F1",
      'longhaul-detail-examiner': "UTF-8''Zo%C3%AB%20M%C3%BCller",
    })
    // Nobody said anything of the seal.
    expect(Metadata).not.toHaveProperty('longhaul-detail-sealed')
    await shown.getByRole('button', { name: 'Close' }).click()
  }
})
