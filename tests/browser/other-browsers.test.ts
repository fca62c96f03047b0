import { mkdir, truncate, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { hasNoParts, holds, objectsNamed } from './arrival.ts'
import { makeFile, type TestFile } from './files.ts'
import { acknowledged, closeGateAfter, partsOf, sentTwice } from './gate.ts'
import type { DrivenPage } from './other-browsers/driven.ts'
import { startFirefox } from './other-browsers/firefox.ts'
import {
  choose,
  chooseAgain,
  copiesIn,
  openApp,
  reaches,
  rowOf,
  says,
  shows,
  warns,
} from './other-browsers/uploads-page.ts'
import { startWebKit } from './other-browsers/webkit.ts'
import { beginElsewhere } from './elsewhere.ts'
import { startOtherStage, type OtherStage } from './stage.ts'
import { PATIENCE } from './uploads-page.ts'

const PARTS = 6
const SIZE = PARTS * 16 * MIB - 5

describe.each([
  { browser: 'Firefox', start: startFirefox, copiesSmallFiles: true },
  { browser: 'WebKit', start: startWebKit, copiesSmallFiles: false },
])('in $browser', ({ start, copiesSmallFiles }) => {
  let stage: OtherStage
  let page: DrivenPage
  beforeAll(async () => {
    stage = await startOtherStage(start)
  })
  afterEach(async () => {
    stage.proxy.treat = () => 'pass'
    await page.close()
  })
  afterAll(() => stage.close())

  const make = (name: string) => makeFile(join(stage.folder, name), SIZE)

  test('a file of many parts arrives', async () => {
    const file = await make('plain.bin')
    page = await openApp(stage.browser(), stage.origin)
    await shows(page, 'Uploads pause when it closes, and go on at your next visit.')
    await choose(page, file.path)
    await arrives(file)
    expect(partsOf(stage.proxy, file.name)).toHaveLength(PARTS)
  })

  test.each([
    [
      'its page was closed and the browser has stopped the worker',
      async () => {
        await page.close()
        await expect.poll(held, { timeout: PATIENCE }).toEqual([])
      },
    ],
    ['the browser was quit and started again', () => stage.restartBrowser()],
    ['the browser was killed and started again', () => stage.crashBrowser()],
  ])('goes on with the file chosen again after %s', async (what, interrupt) => {
    const file = await make(`${what.replaceAll(' ', '-')}.bin`)
    const gate = closeGateAfter(stage.proxy, 2)
    page = await openApp(stage.browser(), stage.origin)
    await choose(page, file.path)
    await isInTheMiddle(file, 2)
    await shows(page, 'this browser sends only while it is open')
    await interrupt()
    gate.open()

    page = await openApp(stage.browser(), stage.origin)
    await says(page, file.name, 'The browser can no longer read this file.')
    await refusesOtherFiles(file)
    await chooseAgain(page, file.path)
    await arrives(file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
    await hasNoParts(stage.bucket)
  })

  const goesOn = copiesSmallFiles ? 'goes on by itself' : 'waits for its file as well'
  test(`a small file ${goesOn} after the browser was killed`, async () => {
    const file = await makeFile(join(stage.folder, 'small.bin'), 40 * MIB)
    const gate = closeGateAfter(stage.proxy, 1)
    page = await openApp(stage.browser(), stage.origin)
    await choose(page, file.path)
    const arrived = () => acknowledged(stage.proxy, file.name)
    await expect.poll(arrived, { timeout: PATIENCE }).toHaveLength(1)
    if (copiesSmallFiles) await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toBe(1)
    await stage.crashBrowser()
    gate.open()

    page = await openApp(stage.browser(), stage.origin)
    if (!copiesSmallFiles) {
      await says(page, file.name, 'The browser can no longer read this file.')
      await chooseAgain(page, file.path)
    }
    await arrives(file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
    await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toBe(0)
  })

  test('a link shows an upload that another device sends', async () => {
    const { call, link } = await beginElsewhere(stage.origin)
    page = await stage.browser().open(link)
    await shows(page, 'You are watching an upload of another device.')
    await shows(page, '0 of 2 parts')
    await call('DELETE', '')
    await shows(page, 'No longer there')
  })

  /** Parts that are kept on their way. */
  const held = () => stage.proxy.parts.filter(({ state }) => state === 'waiting')

  /** Resolves when so many parts have arrived and others are held: how many, the worker finds. */
  async function isInTheMiddle({ name }: TestFile, count: number): Promise<void> {
    const arrived = () => acknowledged(stage.proxy, name)
    await expect.poll(arrived, { timeout: PATIENCE }).toHaveLength(count)
    await expect.poll(held, { timeout: PATIENCE }).not.toHaveLength(0)
  }

  async function refusesOtherFiles({ name }: TestFile): Promise<void> {
    const sent = [...partsOf(stage.proxy, name)]
    const others = join(stage.folder, 'others')
    await mkdir(others, { recursive: true })
    const other = await makeFile(join(others, name), 1)
    await chooseAgain(page, other.path)
    await warns(page, 'it has 1\xa0byte')
    await truncate(other.path, SIZE)
    await utimes(other.path, 1_700_000_000, 1_700_000_000)
    await chooseAgain(page, other.path)
    await warns(page, 'it was changed since')
    expect(partsOf(stage.proxy, name)).toHaveLength(sent.length)
    expect(await rowOf(page, name)).toMatchObject({ state: 'Waiting' })
  }

  async function arrives(file: TestFile): Promise<void> {
    await reaches(page, file.name, 'Verified')
    const keys = await objectsNamed(stage.bucket, `/${file.name}`)
    expect(keys).toHaveLength(1)
    for (const key of keys) await holds(stage.bucket, { key }, file)
  }
})
