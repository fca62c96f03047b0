import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFile } from './files.ts'
import { startStage, type Stage } from './stage.ts'
import { choose, openApp, reaches, rowsOf } from './uploads-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test('a file that was sent before is skipped while the storage has it, and sent again when it has not', async () => {
  const page = await openApp(stage.context(), stage.origin)
  const file = await makeFile(join(stage.folder, 'known.bin'), 100_000)
  await choose(page, file.path)
  await reaches(page, file.name, 'Verified')
  const dialog = page.getByRole('dialog')

  await choose(page, file.path)
  await dialog.getByText('It is in the storage now').waitFor()
  await dialog.getByRole('button', { name: 'Skip 1 file' }).click()
  await page.getByText('1 file was skipped').waitFor()
  expect(await rowsOf(page)).toHaveLength(1)

  const { client, name: Bucket } = stage.bucket
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
  const Key = Contents.find(({ Key }) => /^\d{4}\/.*\/known.bin$/.test(Key ?? ''))?.Key
  await client.send(new DeleteObjectCommand({ Bucket, Key }))
  await choose(page, file.path)
  await dialog.getByText('It is no longer where it arrived').waitFor()
  await dialog.getByRole('button', { name: 'Add again' }).click()
  await expect.poll(() => page.getByText('Verified', { exact: true }).count()).toBe(2)
})
