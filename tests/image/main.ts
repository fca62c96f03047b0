/**
 * `npm run test:image`: builds the image and runs both compose files, as an operator would, on an engine
 * and base images of its own. Ends with 1 when something is not as it should be.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runWithEndings } from '../../bench/support/ending.ts'
import { folder, OptionError, readOptions } from '../../bench/support/options.ts'
import { gatherBases } from './bases.ts'
import { makeCheckout } from './checkout.ts'
import { ensureEngine } from './engine-install.ts'
import { runInside } from './inside.ts'
import { placesIn } from './places.ts'

await runWithEndings(async (endings) => {
  const { folder: parent } = readOptions({ folder })
  if (process.getuid?.() !== 0) throw new OptionError('only root can run an engine of its own')
  await ensureEngine()
  const places = placesIn(await mkdtemp(join(parent ?? tmpdir(), 'longhaul-image-')))
  endings.add(() => rm(places.folder, { recursive: true, force: true, maxRetries: 5 }))
  await makeCheckout(places.checkout)
  await gatherBases(places)
  // npm and Debian are reached by the machine's network. What runs afterwards has one of its own, in which
  // all ports are free, and which goes with it.
  await runInside('build.ts', places.folder, { ownNetwork: false }, endings)
  await runInside('try.ts', places.folder, { ownNetwork: true }, endings)
})
