import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { copyFile, truncate } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { readReceipt } from './arrival.ts'
import { startStage, type Stage } from './stage.ts'
import { choose, openApp, press, reaches } from './uploads-page.ts'

const PICTURE = resolve(import.meta.dirname, '../../web/public/icon-512.png')

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test.each([
  ['in parts', 40 * MIB],
  ['in one', 1 * MIB],
])(
  'an object has the media type of its content, sent %s, whatever it is called',
  async (_, size) => {
    const page = await openApp(stage.context(), stage.origin)
    const name = `notes of ${size}.txt`
    const file = join(stage.folder, name)
    await copyFile(PICTURE, file)
    await truncate(file, size)
    await choose(page, file)
    await reaches(page, name, 'Verified')
    await press(page, name, 'Receipt')
    const { key } = await readReceipt(page)
    const { client, name: Bucket } = stage.bucket
    const { ContentType } = await client.send(new HeadObjectCommand({ Bucket, Key: key }))
    expect(ContentType).toBe('image/png')
    await page.close()
  },
)
