import assert from 'node:assert/strict'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startStoreProcess } from '../../api/store/test-child.ts'
import { BUCKET, CREDENTIALS, REGION } from '../../api/store/test-store.ts'
import { MIB } from '../../shared/limits.ts'
import { createHttpsClient } from '../deploy/https-client.ts'
import { upload } from '../deploy/uploader.ts'
import { makeCertificate } from '../servers/certificate.ts'
import { parseAccessLines } from '../servers/nginx.ts'
import { say } from '../survival/campaign.ts'
import { openObjects } from '../survival/objects.ts'
import { crash, examineRights, fieldOf, stopCleanly, untilRestarted } from './container.ts'
import type { Engine } from './engine.ts'
import { linkIn } from './link.ts'
import type { Places } from './places.ts'
import { openProject } from './project.ts'

const ORIGIN = 'https://localhost'
const UPLOADS = 60
/** Of them, uploads of two parts. */
const LARGE = 12
/** After so many a server crashes. */
const CRASH_AFTER = 15

/** Three servers on a bucket behind nginx, as compose.s3.yaml starts them. @throws AssertionError */
export async function tryReplicas(engine: Engine, places: Places): Promise<void> {
  say('compose.s3.yaml')
  const deploy = join(places.checkout, 'deploy')
  const { compose, containers } = await openProject(engine, places.checkout, 'compose.s3.yaml')
  // The S3 server runs beside the containers; they know this machine by the network's first address.
  const store = await startStoreProcess(places.store, { HOST: '0.0.0.0', STORE_CORS_ORIGINS: '*' })
  const endpoint = `http://${await gatewayOf(deploy)}:${new URL(store.endpoint).port}`
  await rm(join(deploy, 'tls'), { recursive: true })
  const certificate = await makeCertificate(join(deploy, 'tls'), ['localhost'])
  await writeFile(join(deploy, 'longhaul.env'), settings(endpoint))
  await compose('up', '--detach', '--no-build')
  say('ok  compose started nginx after the health checks of three servers had passed')
  const servers = await containers('app')
  assert.equal(servers.length, 3)
  const [crashed = '', ...others] = servers
  await examineRights(engine, crashed)

  const client = createHttpsClient({ certificate })
  const headers = { 'longhaul-link': await linkIn(engine, crashed) }
  const files = Array.from({ length: UPLOADS }, (_, index) =>
    randomBytes(index < LARGE ? 17 * MIB : randomInt(1, 200_000)),
  )
  let ended = 0
  const receipts = await Promise.all(
    files.map(async (file, index) => {
      const receipt = await upload(client, ORIGIN, headers, `${index}.bin`, file)
      ended += 1
      if (ended === CRASH_AFTER) await crash(engine, crashed)
      return receipt
    }),
  )
  client.close()
  await untilRestarted(engine, crashed)

  const objects = openObjects(endpoint)
  try {
    const keys = receipts.map(({ key }) => key)
    assert.deepEqual((await objects.verified()).sort(), keys.toSorted())
    assert.deepEqual(await objects.unfinished(), [])
    for (const [index, key] of keys.entries()) {
      const sha256 = createHash('sha256').update(files[index] ?? '')
      assert.equal(await objects.sha256Of(key), sha256.digest('hex'), `of ${index}.bin`)
    }
  } finally {
    objects.close()
  }
  const [nginx = ''] = await containers('nginx')
  // Between them stands what nginx says of itself.
  const logged = (await engine.docker('logs', nginx)).split('\n')
  const lines = parseAccessLines(logged.filter((line) => line.startsWith('{')).join('\n'))
  const answered = new Set(lines.filter(({ status }) => status === 200).map((line) => line.server))
  for (const id of servers) assert.ok(answered.has(`${await addressOf(engine, id)}:8080`), id)
  say(
    `ok  all ${UPLOADS} uploads ended with the right SHA-256, though a server was killed after ${CRASH_AFTER}`,
  )
  say('    all three had answered, and the engine started the killed one again')
  for (const id of others) await stopCleanly(engine, id)
  await stopCleanly(engine, nginx)
  await compose('down')
  await store.end('SIGTERM')
}

const settings = (endpoint: string) => `PUBLIC_ORIGIN=${ORIGIN}
AUTH=links
TOKEN_SECRET=${randomBytes(32).toString('hex')}
S3_BUCKET=${BUCKET}
S3_REGION=${REGION}
S3_ENDPOINT=${endpoint}
AWS_ACCESS_KEY_ID=${CREDENTIALS.accessKeyId}
AWS_SECRET_ACCESS_KEY=${CREDENTIALS.secretAccessKey}
`

/** By which containers of the network reach this machine. */
async function gatewayOf(deploy: string): Promise<string> {
  const text = await readFile(join(deploy, 'compose.s3.yaml'), 'utf8')
  const start = /subnet: (\d+\.\d+\.\d+)\.0\/24/.exec(text)?.[1]
  if (start === undefined) throw new Error('compose.s3.yaml has no subnet')
  return `${start}.1`
}

const addressOf = (engine: Engine, id: string) =>
  fieldOf(engine, id, 'range .NetworkSettings.Networks}}{{.IPAddress}}{{end')
