import { rememberedFiles, rememberFiles } from '../servers/remembered-files.ts'
import { PATIENCE, type Scene } from './scene.ts'
import { haltAt } from './steps.ts'
import { until } from './until.ts'

/**
 * Ends the browser in the middle of an upload whose file it remembers that it may be read, and starts
 * it again with no page of the app.
 *
 * @param end ends the browser
 */
export async function endRemembered(scene: Scene, end: () => Promise<void>): Promise<void> {
  const { profile, origin, file } = scene
  await scene.browser().quit()
  await rememberFiles(profile, origin)
  await scene.startBrowser()
  const halt = haltAt(scene, 0.3)
  await scene.begin()
  await halt.reached()
  const isRemembered = async () => (await rememberedFiles(profile, origin)).includes(file.path)
  await until(isRemembered, 'the browser has written down that it may be read', PATIENCE)
  await scene.harm(end)
  halt.goOn()
  await scene.startBrowser()
}
