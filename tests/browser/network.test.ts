import { expect, test } from 'vitest'
import { problems } from '../../web/text/en/problems.ts'
import { missOf } from '../survival/row.ts'
import { PATIENCE } from '../survival/scene.ts'
import { haltAt, isVerified, standInPortal } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { scenesWith } from './in-scene.ts'

const SIZE = 200_000_000
const RATE = 100_000_000

const inScene = scenesWith({ size: SIZE, rate: RATE })

test(
  'an upload weathers another network, which cuts all connections, and one that wants a person to sign in',
  inScene(async (scene) => {
    const halt = haltAt(scene, 0.3)
    const page = await scene.begin()
    const note = async () => (await page.uploads())[0]?.note ?? ''
    await halt.reached()
    const lines = [scene.api.line, scene.store.line]
    await scene.harm(() => Promise.all(lines.map((line) => line.refuseConnections())))
    await Promise.all(lines.map((line) => line.acceptConnections()))

    const portal = standInPortal(scene)
    const said = {
      'sign-in-page': problems.bad_answer.what,
      'way-to-sign-in': problems.sign_in_required.what,
    }
    for (const kind of ['sign-in-page', 'way-to-sign-in'] as const) {
      portal.stand(kind)
      const answered = portal.answered()
      await until(() => portal.answered() > answered + 2, 'the worker tries again', PATIENCE)
      await until(
        async () => (await note()).includes(said[kind]),
        'the page says what may stand in between',
        PATIENCE,
      )
      expect((await page.uploads())[0]?.state).toMatch(/^(Uploading|Waiting)$/)
    }
    await scene.harm(async () => portal.goAway())
    const outcome = await scene.outcome(await isVerified(page))
    const miss = missOf({ ends: 'Verified', clicks: 0 }, outcome)
    if (miss !== null) throw new Error(miss)
  }),
)
