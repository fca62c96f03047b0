/** Inside: makes the base images, and of them the image. */
import { say } from '../survival/campaign.ts'
import { makeBases } from './bases.ts'
import { startEngine } from './engine.ts'
import { BUILD_STAGE, IMAGE } from './image.ts'
import { placesIn } from './places.ts'

const places = placesIn(process.argv[2] ?? '')
// Builds use the machine's network as it is.
const engine = await startEngine(places.engine, [
  '--bridge=none',
  '--iptables=false',
  '--ip-forward=false',
])
try {
  await makeBases(engine, places)
  say(`${IMAGE} …`)
  const shipped = ['--network=host', '--file', `${places.checkout}/deploy/Dockerfile`]
  const build = (...words: string[]) =>
    engine.docker('build', ...shipped, ...words, places.checkout)
  await build('--tag', IMAGE)
  await build('--tag', BUILD_STAGE, '--target', 'build')
} finally {
  await engine.close()
}
