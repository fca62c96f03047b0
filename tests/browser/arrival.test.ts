import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GIB, MIB } from '../../shared/limits.ts'
import { arrives, hasNoParts } from './arrival.ts'
import { makeFile } from './files.ts'
import { startStage, type PlainStage } from './stage.ts'
import { choose, drop, openApp, rowOf, says } from './uploads-page.ts'

describe('a file arrives as it was', () => {
  let stage: PlainStage
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  const make = (name: string, size: number) => makeFile(join(stage.folder, name), size)

  test('of 1 GiB, dropped', async () => {
    const file = await make('large.bin', GIB)
    const page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    const receipt = await arrives(page, stage.bucket, file)
    expect(receipt).toMatchObject({ partSize: 16 * MIB, partCount: 64 })
    expect(receipt.checksum).toMatchObject({ algorithm: 'crc64nvme', proof: 'object-checksum' })
    await page.close()
  })

  test('of 512 MiB, although the server was killed and started again', async () => {
    const file = await make('through a crash.bin', 512 * MIB)
    const page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    await says(page, file.name, ' left')
    expect((await rowOf(page, file.name)).state).toBe('Uploading')
    await stage.crashServer()
    await arrives(page, stage.bucket, file)
    await page.close()
  })

  test('chosen by the input', async () => {
    const file = await make('chosen.bin', 100 * MIB + 3)
    const page = await openApp(stage.context(), stage.origin)
    await choose(page, file.path)
    const receipt = await arrives(page, stage.bucket, file)
    expect(receipt.partCount).toBe(Math.ceil(file.size / receipt.partSize))
    expect(receipt.partCount).toBeGreaterThan(1)
    await page.close()
  })

  test('of every size at a limit', async () => {
    const sizes = [0, 1, 5 * MIB, 5 * MIB + 1, 16 * MIB, 16 * MIB + 1]
    const page = await openApp(stage.context(), stage.origin)
    for (const size of sizes) {
      const file = await make(`${size}.bytes`, size)
      await drop(page, file.path)
      const receipt = await arrives(page, stage.bucket, file)
      // As the link is found to be faster or slower, parts are larger or smaller.
      expect(receipt.partCount).toBe(Math.max(1, Math.ceil(size / receipt.partSize)))
    }
    await page.close()
  })

  test('five at once', async () => {
    const files = await Promise.all(
      [1, 2, 3, 4, 5].map((number) => make(`${number} of five.bin`, number * 7 * MIB + number)),
    )
    const page = await openApp(stage.context(), stage.origin)
    await choose(page, ...files.map(({ path }) => path))
    for (const file of files) await arrives(page, stage.bucket, file)
    await page.close()
  })

  test('and nothing is left behind', async () => {
    await hasNoParts(stage.bucket)
  })
})
