import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from '../row.ts'
import { haltAt, isVerified } from '../steps.ts'
import { until } from '../until.ts'

/** What the page says where its records are gone. */
const DELETED = 'The browser has deleted Longhaul’s records of 1 upload.'

export const storageRows: readonly Row[] = [
  {
    id: 'evicted',
    fault: 'the browser ends, and all records of the app are deleted; then a page again',
    moment: '50 %',
    file: 'middle',
    tries: 2,
    sources: ['dropped', 'chosen'],
    goal: { ends: 'Verified', clicks: 1 },
    async run(scene) {
      const halt = haltAt(scene, 0.5)
      await scene.begin()
      await halt.reached()
      await scene.harm(() => scene.browser().quit())
      halt.goOn()
      await rm(join(scene.profile, 'Default', 'IndexedDB'), { recursive: true })
      await scene.startBrowser()
      const page = await scene.openPage()
      const says = async () => (await page.warning())?.startsWith(DELETED) === true
      await until(says, 'the page says what became of its records', 30_000)
      await page.add(scene.file.path, scene.source)
      scene.clicked()
      return isVerified(page)
    },
  },
]
