import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ARRIVES_WITHIN } from '../../shared/hand-over.ts'
import { firstPage } from '../servers/page-target.ts'
import type { Part } from '../servers/proxied-part.ts'
import { PATIENCE } from '../survival/scene.ts'
import { until } from '../survival/until.ts'
import { makeFile, sha256Of } from './files.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 3_000_000
const FILES = 16
/** Bytes a second: too slow for the worker to end before anything can happen. */
const RATE = 3_000_000

/**
 * ms: what the worker was sending is waited for once, not for each two that the browser asks for. And as long
 * again, on a slow machine.
 */
const SENDING_ALONE = 2 * (ARRIVES_WITHIN + (FILES * SIZE) / RATE) * 1000

const inScene = scenesWith({ size: SIZE, rate: RATE })

test(
  'files of one part are sent to the end by the browser when their page is closed, each once',
  inScene(async (scene) => {
    const names = Array.from({ length: FILES - 1 }, (_, number) => `scan ${number}.tif`)
    const more = await Promise.all(names.map((name) => makeFile(join(scene.folder, name), SIZE)))
    const verified = async () => (await scene.objects.verified()).length
    const handed = () => scene.parts().filter(({ route }) => route === 'api')

    const page = await scene.openPage()
    await page.target.drop([scene.file.path, ...more.map(({ path }) => path)])
    await until(async () => (await verified()) > 0, 'a file has arrived', PATIENCE)
    expect(handed()).toEqual([])
    await page.close()
    await until(() => handed().length > 0, 'the browser sends files', PATIENCE)
    const other = await firstPage(scene.browser().debugging)
    await other.stopWorkers()
    await until(
      async () => (await verified()) === FILES,
      'all are there, with no tab open',
      SENDING_ALONE,
    )

    const wanted = [
      scene.file.sha256,
      ...(await Promise.all(more.map(({ path }) => sha256Of(path)))),
    ]
    const made = await Promise.all((await scene.objects.all()).map(scene.objects.sha256Of))
    expect(made.toSorted()).toEqual(wanted.toSorted())
    const isFile = ({ key }: Part) => !key.includes('/.longhaul-probe/')
    const taken = scene.parts().filter((part) => part.status === 200 && isFile(part))
    // The answer to what was on its way may have been lost with the worker.
    const isLost = ({ status, received, size }: Part) => status === null && received === size
    const lost = scene.parts().filter((part) => isLost(part) && isFile(part))
    expect(taken.length).toBeLessThanOrEqual(FILES)
    expect(taken.length + lost.length).toBeGreaterThanOrEqual(FILES)

    const again = await scene.openPage()
    const states = async () => (await again.uploads()).map(({ state }) => state)
    await until(
      async () => (await states()).filter((state) => state === 'Verified').length === FILES,
      'the page shows them all as verified',
      PATIENCE,
    )
  }),
)
