import { join } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { startSwift } from '../servers/swift.ts'
import { arrives, hasNoParts, objectsNamed, type Bucket as TestBucket } from './arrival.ts'
import { changeByte, makeFile } from './files.ts'
import { acknowledged, closeGateAfter, partsOf } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { choose, drop, openApp, PATIENCE, press, reaches, says } from './uploads-page.ts'

const STORES = [
  {
    store: 'the embedded store',
    start: () => startProxiedStage(),
    checksum: { algorithm: 'crc64nvme', proof: 'object-checksum' },
    tellsWhy: true,
  },
  {
    store: 'OpenStack Swift, which has no CRC64NVME',
    start: () => startProxiedStage(startSwift),
    checksum: { algorithm: 'md5', proof: 'parts-checksum' },
    // Its refusals carry no CORS headers: no page may know them from a broken connection.
    tellsWhy: false,
  },
] as const

describe.each(STORES)('on $store', ({ start, checksum, tellsWhy }) => {
  let stage: ProxiedStage
  let page: Page
  beforeAll(async () => {
    stage = await start()
  })
  afterEach(async () => {
    stage.proxy.treat = () => 'pass'
    await page.close()
  })
  afterAll(() => stage.close())

  const make = (name: string, parts: number) => makeFile(join(stage.folder, name), parts * 16 * MIB)

  test('a part in which one byte was flipped on the way is sent again', async () => {
    const file = await make('flipped once.bin', 4)
    stage.proxy.treat = ({ number, attempt }) => (number === 3 && attempt === 1 ? 'flip' : 'pass')
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    const receipt = await arrives(page, stage.bucket, file)
    expect(receipt.checksum).toMatchObject(checksum)
    expect(statusesOf(file.name, 3)).toEqual([400, 200])
  })

  test('an upload whose bytes are always flipped is never verified', async () => {
    const file = await make('always flipped.bin', 2)
    stage.proxy.treat = () => 'flip'
    page = await openApp(stage.context(), stage.origin)
    const states = await watchStates(page, file.name)
    await drop(page, file.path)
    if (tellsWhy) {
      const row = await reaches(page, file.name, 'Failed')
      expect(row.text).toContain('A part arrived damaged and was refused.')
    } else {
      await says(page, file.name, 'The connection was interrupted.')
      await expect
        .poll(() => statusesOf(file.name, 1).length, { timeout: PATIENCE })
        .toBeGreaterThan(2)
    }
    expect(await states()).toContain('uploading')
    expect(await states()).not.toContain('verified')
    expect(acknowledged(stage.proxy, file.name)).toEqual([])
    expect(await objectsNamed(stage.bucket, file.name)).toEqual([])

    stage.proxy.treat = () => 'pass'
    if (tellsWhy) await press(page, file.name, 'Retry')
    await arrives(page, stage.bucket, file)
  })

  test('what changes between the hashing and the sending of a part does not pass for what was hashed', async () => {
    const file = await makeFile(join(stage.folder, 'changed silently.bin'), 12 * 16 * MIB)
    const gate = closeGateAfter(stage.proxy, 0)
    const signed = new Set<number>()
    stage.context().on('request', (request) => {
      for (const number of partsToSign(request)) signed.add(number)
    })
    page = await openApp(stage.context(), stage.origin)
    await withoutWholeHashes(page)
    await drop(page, file.path)
    await expect.poll(() => signed.size, { timeout: PATIENCE }).toBe(12)
    await changeByte(file.path, 10 * 16 * MIB + 5, true)
    gate.open()
    await arrives(page, stage.bucket, file)
    const refusals = tellsWhy ? [400] : [400, 400, 400]
    expect(statusesOf(file.name, 11)).toEqual([...refusals, 200])
  })

  function statusesOf(name: string, number: number): (number | null)[] {
    return partsOf(stage.proxy, name)
      .filter((part) => part.number === number)
      .map(({ status }) => status)
  }
})

describe('a file that changes on disk', () => {
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

  test.each([
    ['dropped', drop],
    ['chosen', choose],
  ])('while it is paused is noticed: %s', async (name, add) => {
    const file = await makeFile(join(stage.folder, `${name}, changed.bin`), 96 * MIB)
    const gate = closeGateAfter(stage.proxy, 2)
    page = await openApp(stage.context(), stage.origin)
    await add(page, file.path)
    await expect
      .poll(() => acknowledged(stage.proxy, file.name).length, { timeout: PATIENCE })
      .toBe(2)
    await press(page, file.name, 'Pause')
    await reaches(page, file.name, 'Paused')
    await changeByte(file.path, 90 * MIB, false)
    gate.open()
    await press(page, file.name, 'Resume')
    const row = await reaches(page, file.name, 'Failed')
    expect(row.text).toContain('The file was changed after it was added.')
    expect(await objectsNamed(stage.bucket, file.name)).toEqual([])

    await press(page, file.name, 'Remove')
    // Until then it can be put back.
    await page.locator('.undo').getByRole('button', { name: 'Dismiss' }).click()
    await hasNoParts(stage.bucket)
  })

  test('with its size and date kept is noticed by what reads it as a whole', async () => {
    const file = await makeFile(join(stage.folder, 'changed in secret.bin'), 96 * MIB)
    const gate = closeGateAfter(stage.proxy, 2)
    page = await openApp(stage.context(), stage.origin)
    const hashes = await withoutWholeHashes(page)
    await drop(page, file.path)
    await expect
      .poll(() => acknowledged(stage.proxy, file.name).length, { timeout: PATIENCE })
      .toBe(2)
    // In a part that has arrived.
    await changeByte(file.path, 5, true)
    await hashes.begin()
    await expect.poll(() => hasHashes(stage.bucket, file.name), { timeout: PATIENCE }).toBe(true)
    gate.open()
    const row = await reaches(page, file.name, 'Failed')
    expect(row.text).toContain('The file was changed after it was added.')
    expect(await objectsNamed(stage.bucket, file.name)).toEqual([])
    await press(page, file.name, 'Remove')
    // Until then it can be put back.
    await page.locator('.undo').getByRole('button', { name: 'Dismiss' }).click()
    await hasNoParts(stage.bucket)
  })

  test('with its size and date kept after its end is called verified nowhere any more', async () => {
    const file = await makeFile(join(stage.folder, 'changed afterwards.bin'), 48 * MIB)
    page = await openApp(stage.context(), stage.origin)
    const hashes = await withoutWholeHashes(page)
    await drop(page, file.path)
    await reaches(page, file.name, 'Verified')
    await press(page, file.name, 'Show on another device')
    const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
    const other = await stage.context().newPage()
    await other.goto(link)
    const seenByOthers = other.getByTestId('watched')
    await seenByOthers.getByText('Verified', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await changeByte(file.path, 5, true)
    await hashes.begin()
    await page.getByText(`What was sent of ${file.name}`).waitFor({ timeout: PATIENCE })
    const isAlarm = async () => {
      const row = await reaches(page, file.name, 'Does not match')
      expect(row.text).toContain('Do not rely on it')
      await page.getByRole('heading', { name: 'Do not rely on 1 file' }).waitFor()
    }
    await isAlarm()
    await page.reload()
    await isAlarm()
    // It asks by itself too, once a minute.
    const look = async () => {
      await other.reload()
      await other.getByRole('button', { name: 'Open the receipt' }).waitFor()
      return seenByOthers.getByTestId('state').textContent()
    }
    await expect.poll(look, { timeout: PATIENCE }).toBe('Does not match')
    expect(await seenByOthers.textContent()).not.toContain('Verified')
    await other.close()

    await page.getByRole('link', { name: file.name }).click()
    await page.getByTestId('disproved').waitFor()
    await page.getByRole('button', { name: /^Receipt/ }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Open as a page' }).click()
    await page.getByTestId('receipts').getByTestId('disproved').waitFor()
    await page.goto(stage.origin)
    await isAlarm()
    await press(page, file.name, 'Remove')
    // The worker is told as the page goes.
    await page.goto(`${stage.origin}/history`)
    const entry = page.getByTestId('entry').filter({ hasText: file.name })
    await entry.getByText('Does not match').waitFor()
    expect(await entry.textContent()).not.toContain('Verified')
    await entry.getByRole('button', { name: 'Receipt' }).click()
    await page.getByRole('dialog').getByTestId('disproved').waitFor()
  })
})

/**
 * Nothing is hashed as a whole before it is known by what: what reads the file before it changes
 * would tell that it did.
 */
async function withoutWholeHashes(page: Page) {
  const CONFIG = '**/api/config'
  await page.route(CONFIG, (route) => route.abort())
  return { begin: () => page.unroute(CONFIG) }
}

/** Whether the server has noted hashes of the upload that runs, whoever of the browser told them. */
async function hasHashes({ client, name: Bucket }: TestBucket, name: string): Promise<boolean> {
  const Prefix = '.longhaul/uploads/begun/'
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }))
  for (const { Key } of Contents ?? []) {
    if (!Key?.includes(`/${name}/`)) continue
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
    if ((await Body?.transformToString())?.includes('"hashes":')) return true
  }
  return false
}

/** The numbers of the parts that a request of the worker asks to be signed. */
function partsToSign(request: Request): number[] {
  if (!new URL(request.url()).pathname.endsWith('/sign')) return []
  return [...(request.postData() ?? '').matchAll(/"number":(\d+)/g)].map(([, text]) => Number(text))
}

/** Every state that the file's row shows from now on. */
async function watchStates(page: Page, name: string): Promise<() => Promise<string[]>> {
  const seen = await page.evaluateHandle((title) => {
    const states: string[] = []
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('[data-testid=upload-row]')) {
        if (row.querySelector('h3')?.title !== title) continue
        states.push(row.getAttribute('data-state') ?? '')
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
    return states
  }, name)
  return () => seen.evaluate((states) => [...new Set(states)])
}
