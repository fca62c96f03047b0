import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import { arrives, fullName, holds, type Bucket } from './arrival.ts'
import { makeFile, type TestFile } from './files.ts'
import { startStage, type Stage } from './stage.ts'
import { drop, openApp, PATIENCE, rowsOf } from './uploads-page.ts'

const receiptText = v.pipe(v.string(), v.parseJson(), receiptSchema)

/** Each at most 255 bytes, the most that a file's name has on Linux. */
const NAMES = [
  'größe – ñandú 日本語.txt',
  '👩‍👩‍👧‍👦 family 🏳️‍🌈.jpeg',
  'שלום مرحبا.txt',
  'decomposed e\u0301.txt',
  `"double", 'single' & <b>bold; \`.txt`,
  '100% #1? a+b=c&d;e:f,g@h$i!(j)[k]{l}^m~n|o.txt',
  '%2e%2e%2f.txt',
  ' spaces around ',
  '.hidden',
  '..two dots',
  'turned\u202etxt.exe',
  'C:\\back\\slash.txt',
  'two\nlines.txt',
  `${'a'.repeat(251)}.bin`,
  `${'ü'.repeat(125)}.data`,
]

describe('names and folders arrive as they were', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await startStage()
  })
  beforeEach(async () => {
    page = await openApp(stage.context(), stage.origin)
  })
  afterEach(() => page.close())
  afterAll(() => stage.close())

  /** A folder with the odd names in it, and with sub-folders, one of them empty. */
  async function makeTree(root: string): Promise<TestFile[]> {
    const at = (folder: string, name: string, size: number) =>
      makeFile(join(stage.folder, folder, name), size, folder)
    const deep = `${root}/sub folder/ünter/3`
    await mkdir(join(stage.folder, deep), { recursive: true })
    await mkdir(join(stage.folder, root, 'empty'))
    return Promise.all([
      ...NAMES.map((name, index) => at(root, name, index * 100)),
      at(`${root}/sub folder`, 'same name.txt', 10),
      at(deep, 'same name.txt', 20),
      at(deep, '.gitignore', 0),
    ])
  }

  async function allArrive(files: readonly TestFile[]): Promise<void> {
    const names = files.map(fullName).sort()
    await expect
      .poll(async () => (await rowsOf(page)).map(({ name }) => name).sort(), { timeout: PATIENCE })
      .toEqual(expect.arrayContaining(names))
    for (const file of files) await arrives(page, stage.bucket, file)
  }

  /** The same without a look at the receipt of each in the page. */
  async function allAreStored(files: readonly TestFile[]): Promise<void> {
    const left = async () => {
      const rows = await rowsOf(page)
      const verified = rows.flatMap(({ name, state }) => (state === 'Verified' ? name : []))
      return files.map(fullName).filter((name) => !verified.includes(name))
    }
    await expect.poll(left, { timeout: PATIENCE }).toEqual([])
    const receipts = await receiptsIn(stage.bucket)
    for (const file of files) {
      const isOfIt = ({ name, path }: Receipt) => name === file.name && path === file.folder
      const [receipt, ...others] = receipts.filter(isOfIt)
      if (!receipt || others.length > 0) throw new Error(`not one receipt of ${fullName(file)}`)
      expect(receipt.size).toBe(file.size)
      await holds(stage.bucket, receipt, file)
    }
  }

  test('of a folder that is dropped', async () => {
    const files = await makeTree('dropped – ü')
    await drop(page, join(stage.folder, 'dropped – ü'))
    await allArrive(files)
    const nothing = await makeFile(join(stage.folder, 'nothing'), 0)
    const empty = { ...nothing, name: 'empty/', folder: 'dropped – ü' }
    const { key } = await arrives(page, stage.bucket, empty)
    expect(key).toMatch(/\/empty\/$/)
  })

  test('of a folder that is chosen', async () => {
    const files = await makeTree('chosen')
    await page.getByTestId('folder-input').setInputFiles(join(stage.folder, 'chosen'))
    await allAreStored(files)
  })

  test('of files that are dropped', async () => {
    const files = await Promise.all(NAMES.map((name) => makeFile(join(stage.folder, name), 1000)))
    await drop(page, ...files.map(({ path }) => path))
    await allAreStored(files)
  })
})

/** All that the store keeps. */
async function receiptsIn({ client, name: Bucket }: Bucket): Promise<Receipt[]> {
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'receipts/' }),
  )
  return Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
      return v.parse(receiptText, await Body?.transformToString())
    }),
  )
}
