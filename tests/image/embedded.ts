import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { MIB } from '../../shared/limits.ts'
import { createHttpsClient } from '../deploy/https-client.ts'
import { upload } from '../deploy/uploader.ts'
import { say } from '../survival/campaign.ts'
import { openObjects } from '../survival/objects.ts'
import { examineRights, stopCleanly, untilHealthy } from './container.ts'
import type { Engine } from './engine.ts'
import { linkIn } from './link.ts'
import { openProject } from './project.ts'

const ORIGIN = 'http://localhost:8080'
const STORE = 'http://localhost:9000'
/** Bytes: three parts. */
const SIZE = 40 * MIB

/** One server on its own store, as compose.embedded.yaml starts it. @throws AssertionError */
export async function tryEmbedded(engine: Engine, checkout: string): Promise<void> {
  say('compose.embedded.yaml')
  const { compose, containers } = await openProject(engine, checkout, 'compose.embedded.yaml')
  const client = createHttpsClient({})
  const start = async () => {
    await compose('up', '--detach', '--no-build')
    const [id = ''] = await containers('app')
    await untilHealthy(engine, id)
    return id
  }
  const send = async (headers: Readonly<Record<string, string>>, name: string) => {
    const file = randomBytes(SIZE)
    const { key } = await upload(client, ORIGIN, headers, name, file)
    return { key, sha256: createHash('sha256').update(file).digest('hex') }
  }
  const first = await start()
  say('ok  its health check has passed')
  await examineRights(engine, first)
  const headers = { 'longhaul-link': await linkIn(engine, first) }
  const before = await send(headers, 'before.bin')
  assert.match(await engine.docker('exec', first, 'longhaul', 'doctor'), /^Uploads work/m)
  say('ok  the doctor says within it that uploads work')
  await stopCleanly(engine, first)

  await compose('down')
  const second = await start()
  assert.notEqual(second, first)
  const after = await send(headers, 'after.bin')
  const kept = await engine.docker('exec', second, 'cat', '/data/secrets/store-secret-access-key')
  const credentials = { accessKeyId: 'longhaul', secretAccessKey: kept.trim() }
  const objects = openObjects(STORE, credentials)
  try {
    assert.deepEqual((await objects.verified()).sort(), [before.key, after.key].sort())
    for (const { key, sha256 } of [before, after]) assert.equal(await objects.sha256Of(key), sha256)
  } finally {
    objects.close()
  }
  say(
    'ok  a new container has the link, the upload of the first one and another, of the right SHA-256',
  )
  client.close()
  await compose('down', '--volumes')
}
