import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { holds, readReceipt } from './arrival.ts'
import { makeFile } from './files.ts'
import { startStage, type PlainStage } from './stage.ts'
import { drop, isReady, openApp, PATIENCE, press, reaches } from './uploads-page.ts'

describe('a server that takes files only by a link', () => {
  let stage: PlainStage
  beforeAll(async () => {
    stage = await startStage({ AUTH: 'links' })
  })
  afterAll(() => stage.close())

  const make = (name: string) => makeFile(join(stage.folder, name), 20 * MIB)

  test('takes what is sent by one, also after a restart, up to its limits and until it is taken back', async () => {
    const requests: string[] = []
    stage.context().on('request', (request) => requests.push(request.url()))
    let page = await openApp(stage.context(), stage.origin)
    await page.getByText('This service takes files only by a link.').waitFor()
    const first = await make('first.bin')
    await drop(page, first.path)
    await reaches(page, 'first.bin', 'Failed')

    const options = ['--prefix', 'for-ann/', '--max-files', '2', '--note', 'The film, please.']
    const printed = await stage.command('link', ...options)
    const [, address = '', token = ''] = /^(\S+#link=(\S+))$/m.exec(printed) ?? []
    const [, id = ''] = /revoke (\S+)$/m.exec(printed) ?? []
    await page.goto(address)
    await page.getByText('The film, please.').waitFor()
    expect(page.url()).toBe(`${stage.origin}/`)
    await press(page, 'first.bin', 'Retry')
    await reaches(page, 'first.bin', 'Verified')
    await press(page, 'first.bin', 'Receipt')
    const receipt = await readReceipt(page)
    expect(receipt.key).toMatch(/^for-ann\/\d{4}\//)
    await holds(stage.bucket, receipt, first)
    expect(requests.filter((url) => url.includes(token.slice(-20)))).toEqual([])

    await stage.crashBrowser()
    page = await openApp(stage.context(), stage.origin)
    await page.getByText('You may send 1 file more.').waitFor()
    await drop(page, (await make('second.bin')).path)
    await reaches(page, 'second.bin', 'Verified')
    await drop(page, (await make('third.bin')).path)
    const third = await reaches(page, 'third.bin', 'Failed')
    expect(third.text).toContain('No more files or bytes are allowed to you here.')

    await stage.command('link', 'revoke', id)
    await expect
      .poll(
        async () => {
          await page.reload()
          await isReady(page)
          await page.locator('.banner').first().waitFor()
          // The browser may offer to install the app by now.
          return (await page.locator('.banner').allInnerTexts()).join()
        },
        { timeout: PATIENCE, interval: 1000 },
      )
      .toContain('This link was taken back.')
  })
})
