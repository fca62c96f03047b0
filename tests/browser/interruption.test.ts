import { mkdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { createRateLimit } from '../servers/rate-limit.ts'
import { arrives, hasNoParts } from './arrival.ts'
import { makeFile, type TestFile } from './files.ts'
import { acknowledged, closeGateAfter, partCount, partsOf, sentTwice } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { choose, drop, isReady, openApp, PATIENCE, reaches, rowOf, says } from './uploads-page.ts'

const PARTS = 8
/** Where the browser sends too; of 12, it and the worker once met at the same part after a reload. */
const MANY_PARTS = 18
/** ms after the last page's end in which Chromium does so; no page can see it happen. */
const TAKEN_BACK = 15_000

/** Bytes a second. */
const LINK = 40_000_000

describe('an upload goes on without sending a finished part again', () => {
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

  const make = (name: string, parts = PARTS) =>
    makeFile(join(stage.folder, name), parts * 16 * MIB - 5)

  /** Of all parts that the file is cut into. */
  const numbersOf = (file: TestFile) =>
    Array.from({ length: partCount(stage.proxy, file) }, (_, index) => index + 1)
  const upwards = (one: number, other: number) => one - other

  /** Resolves when so many parts have arrived and others are held: how many, the worker finds. */
  async function isInTheMiddle(count: number, ...names: string[]): Promise<void> {
    const counts = () =>
      names.reduce((sum, name) => sum + acknowledged(stage.proxy, name).length, 0)
    await expect.poll(counts, { timeout: PATIENCE }).toBe(count)
    await expect
      .poll(() => stage.proxy.parts.filter(({ state }) => state === 'waiting').length, {
        timeout: PATIENCE,
      })
      .toBeGreaterThan(0)
  }

  test.each([
    ['dropped', drop],
    ['chosen', choose],
  ])('after the page was loaded again: %s', async (name, add) => {
    const file = await make(`${name}, reloaded.bin`, MANY_PARTS)
    const gate = closeGateAfter(stage.proxy, 3)
    page = await openApp(stage.context(), stage.origin)
    await add(page, file.path)
    await isInTheMiddle(3, file.name)
    await page.reload()
    await isReady(page)
    await reaches(page, file.name, 'Uploading')
    gate.open()
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
    const sent = partsOf(stage.proxy, file.name)
    expect(sent.map(({ number }) => number).toSorted(upwards)).toEqual(numbersOf(file))
  })

  test('after its page was closed and the browser has taken back leave to read the file', async () => {
    const file = await make('closed.bin', MANY_PARTS)
    // No machine's own: where worker and browser meet, each has to hear in time how far the other is.
    const link = createRateLimit(LINK)
    const gate = closeGateAfter(stage.proxy, 3, async ({ size }) => {
      await link.take(size)
      return 'pass' as const
    })
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    await isInTheMiddle(3, file.name)
    await page.close()
    await pause(TAKEN_BACK)
    gate.open()
    await expect
      .poll(() => acknowledged(stage.proxy, file.name).toSorted(upwards), { timeout: PATIENCE })
      .toEqual(numbersOf(file))
    page = await openApp(stage.context(), stage.origin)
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
  })

  test('after the worker was stopped, and asks nobody while a page is open', async () => {
    const dropped = await make('stopped, dropped.bin')
    const chosen = await make('stopped, chosen.bin')
    const gate = closeGateAfter(stage.proxy, 6)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, dropped.path)
    await choose(page, chosen.path)
    await isInTheMiddle(6, dropped.name, chosen.name)
    await stopWorkers(page)
    gate.open()
    for (const file of [dropped, chosen]) {
      await arrives(page, stage.bucket, file)
      expect(sentTwice(stage.proxy, file.name)).toEqual([])
    }
  })

  test('after the browser was killed', async () => {
    const dropped = await make('killed, dropped.bin')
    const chosen = await make('killed, chosen.bin')
    const gate = closeGateAfter(stage.proxy, 6)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, dropped.path)
    await choose(page, chosen.path)
    await isInTheMiddle(6, dropped.name, chosen.name)
    await stage.crashBrowser()
    gate.open()

    page = await openApp(stage.context(), stage.origin)
    await waitsWith(dropped.name, 'The browser wants your permission to read this file again.')
    await page.getByRole('button', { name: `Continue: ${dropped.name}` }).waitFor()
    await waitsWith(chosen.name, 'The browser can no longer read this file.')

    await refusesOtherFiles(chosen.name)
    const row = page.getByTestId('upload-row').filter({ hasText: chosen.name })
    await row.getByTestId('again-input').setInputFiles(chosen.path)
    await arrives(page, stage.bucket, chosen)
    expect(sentTwice(stage.proxy, chosen.name)).toEqual([])

    // Dropped again, it may be read again.
    await drop(page, dropped.path)
    await arrives(page, stage.bucket, dropped)
    expect(sentTwice(stage.proxy, dropped.name)).toEqual([])
    await hasNoParts(stage.bucket)
  })

  async function waitsWith(name: string, words: string): Promise<void> {
    await says(page, name, words)
    expect((await rowOf(page, name)).state).toBe('Waiting')
  }

  /** Files that differ in name, size or date, each with the words for it. */
  async function refusesOtherFiles(name: string): Promise<void> {
    const others = join(stage.folder, 'others')
    await mkdir(others)
    const cases = [
      {
        file: await makeFile(join(others, 'other name.bin'), 1),
        words: 'its name is other name.bin',
      },
      { file: await makeFile(join(others, name), 1), words: 'it has 1 byte' },
    ]
    const row = page.getByTestId('upload-row').filter({ hasText: name })
    for (const { file, words } of cases) {
      await row.getByTestId('again-input').setInputFiles(file.path)
      await page.getByRole('alert').filter({ hasText: words }).waitFor()
    }
    const sameSize = join(others, name)
    await truncate(sameSize, PARTS * 16 * MIB - 5)
    await row.getByTestId('again-input').setInputFiles(sameSize)
    await page.getByRole('alert').filter({ hasText: 'it was changed since' }).waitFor()
    expect((await rowOf(page, name)).state).toBe('Waiting')
  }
})

/** Ends the service worker as the browser ends one that it thinks is idle. */
async function stopWorkers(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.stopAllWorkers')
  await session.detach()
}
