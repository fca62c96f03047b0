/** Inside, in a network of its own: runs the image and the compose files. */
import { startEngine } from './engine.ts'
import { tryEmbedded } from './embedded.ts'
import { examineImage } from './image.ts'
import { placesIn } from './places.ts'
import { tryReplicas } from './replicas.ts'

const places = placesIn(process.argv[2] ?? '')
const engine = await startEngine(places.engine, [])
try {
  await examineImage(engine)
  await tryEmbedded(engine, places.checkout)
  await tryReplicas(engine, places)
} finally {
  await engine.close()
}
