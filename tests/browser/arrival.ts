import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { expect } from 'vitest'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import { firstDifference, type TestFile } from './files.ts'
import { PATIENCE, press, reaches } from './uploads-page.ts'

/** The bucket that the app under test sends to. */
export interface Bucket {
  readonly client: S3Client
  readonly name: string
}

/** Waits until the file is shown as verified, and compares it with what the store has. */
export async function arrives(page: Page, bucket: Bucket, file: TestFile): Promise<Receipt> {
  const name = fullName(file)
  await reaches(page, name, 'Verified')
  await hasNoFetch(page)
  await press(page, name, 'Receipt')
  const receipt = await readReceipt(page)
  expect(receipt).toMatchObject({
    bucket: bucket.name,
    name: file.name,
    path: file.folder,
    size: file.size,
  })
  expect(receipt.key).toMatch(/^\d{4}\/\d{2}\/\d{2}\/[a-z2-7]{32}\/[^/]+\/?$/)
  await holds(bucket, receipt, file)
  return receipt
}

const COUNT_FETCHES = `navigator.serviceWorker.ready
  .then(({ backgroundFetch }) => backgroundFetch?.getIds() ?? [])
  .then(({ length }) => length)`

/**
 * Waits until the browser has come to the end of what it was handed: that a driver listens for what a
 * page saves makes Chromium 156 send it twice, or crash.
 */
async function hasNoFetch(page: Page): Promise<void> {
  const count = () => page.evaluate(COUNT_FETCHES)
  await expect.poll(count, { timeout: PATIENCE }).toBe(0)
}

export function fullName({ folder, name }: TestFile): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Compares the object with the file as it is now. */
export async function holds(
  { client, name }: Bucket,
  { key }: Pick<Receipt, 'key'>,
  file: TestFile,
): Promise<void> {
  const object = await client.send(new GetObjectCommand({ Bucket: name, Key: key }))
  expect(object.ContentLength).toBe(file.size)
  expect(decoded(object.Metadata?.['longhaul-name'])).toBe(file.name)
  expect(decoded(object.Metadata?.['longhaul-path'] ?? "UTF-8''")).toBe(file.folder)
  if (!(object.Body instanceof Readable)) throw new Error('the object has no body')
  expect(await firstDifference(object.Body, file.path), `${file.name} differs from here`).toBe(null)
}

/** What RFC 8187, section 3.2.1, makes of a text. */
function decoded(value: string | undefined): string | undefined {
  const text = /^UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]*)$/.exec(value ?? '')?.[1]
  return text === undefined ? undefined : decodeURIComponent(text)
}

/** Holds what the open receipt shows against what it saves as JSON, and closes it. */
export async function readReceipt(page: Page): Promise<Receipt> {
  const dialog = page.getByRole('dialog', { name: 'Receipt' })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save as JSON' }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  const receipt = v.parse(v.pipe(v.string(), v.parseJson(), receiptSchema), text)
  const facts = new Map(
    await dialog
      .locator('dl > div')
      .evaluateAll((rows) =>
        rows.map((row): [string, string] => [
          row.querySelector('dt')?.textContent ?? '',
          row.querySelector('dd')?.textContent ?? '',
        ]),
      ),
  )
  expect(facts.get('Key')).toBe(receipt.key)
  const bytes = receipt.size === 1 ? 'byte' : 'bytes'
  const size = facts.get('Size')?.replaceAll('\u00a0', ' ')
  expect(size).toContain(`${receipt.size.toLocaleString('en')} ${bytes}`)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
  return receipt
}

/** Waits until the store keeps no parts of uploads that have not ended. */
export async function hasNoParts({ client, name }: Bucket): Promise<void> {
  await expect
    .poll(
      async () => {
        const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: name }))
        return (Uploads ?? []).map(({ Key }) => Key)
      },
      { timeout: PATIENCE, message: 'uploads that have not ended' },
    )
    .toEqual([])
}

/** The keys of objects that end in the name, but for receipts. */
export async function objectsNamed({ client, name }: Bucket, ending: string): Promise<string[]> {
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: name }))
  return (Contents ?? [])
    .flatMap(({ Key }) => Key ?? [])
    .filter((key) => key.endsWith(ending) && !/^(receipts|\.longhaul)\//.test(key))
}
