import { join } from 'node:path'
import { problems } from '../../../web/text/en/problems.ts'
import type { DrivenBrowser } from '../../browser/other-browsers/driven.ts'
import { startFirefox } from '../../browser/other-browsers/firefox.ts'
import {
  choose,
  chooseAgain,
  openApp,
  reaches,
  says,
} from '../../browser/other-browsers/uploads-page.ts'
import { startWebKit } from '../../browser/other-browsers/webkit.ts'
import { ensureFirefox } from '../../servers/firefox.ts'
import { ensureWebKit } from '../../servers/webkit.ts'
import type { Row } from '../row.ts'
import { PATIENCE } from '../scene.ts'
import { haltAt, VERIFIED } from '../steps.ts'
import { until } from '../until.ts'

interface OtherBrowser {
  readonly id: string
  readonly name: string
  ensure(): Promise<void>
  start(profile: string): Promise<DrivenBrowser>
}

const BROWSERS: readonly OtherBrowser[] = [
  { id: 'firefox', name: 'Firefox ESR', ensure: ensureFirefox, start: startFirefox },
  { id: 'webkit', name: 'WebKitGTK', ensure: ensureWebKit, start: startWebKit },
]

/** These send only while the app is open, and ask for the file again. The scene's Chromium idles. */
export const otherBrowserRows: readonly Row[] = BROWSERS.map(({ id, name, ensure, start }) => ({
  id,
  fault: `${name}: the only tab is closed, the app opened again and the file chosen again`,
  moment: '30 %',
  file: 'small',
  tries: 1,
  sources: ['chosen'],
  goal: { ends: VERIFIED, clicks: 1 },
  async run(scene) {
    await ensure()
    const { file, origin } = scene
    const halt = haltAt(scene, 0.3)
    const browser = await start(join(scene.folder, id))
    try {
      const page = await openApp(browser, origin)
      await choose(page, file.path)
      await halt.reached()
      const isStopped = () => scene.parts().every(({ state }) => state !== 'waiting')
      await scene.harm(async () => {
        await page.close()
        await until(isStopped, 'the browser stops the worker', PATIENCE)
      })
      halt.goOn()
      const again = await openApp(browser, origin)
      await says(again, file.name, problems.file_gone.what)
      await chooseAgain(again, file.path)
      scene.clicked()
      await reaches(again, file.name, VERIFIED)
      return VERIFIED
    } finally {
      await browser.kill()
    }
  },
}))
