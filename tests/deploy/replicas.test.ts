import { createHash, randomBytes, randomInt } from 'node:crypto'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, it } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { openObjects } from '../survival/objects.ts'
import { until } from '../survival/until.ts'
import { makeLink, openDeployment, type Deployment } from './deployment.ts'
import { createHttpsClient, type HttpsClient } from './https-client.ts'
import { upload } from './uploader.ts'

const UPLOADS = 200
/** Of them, uploads of two parts. */
const LARGE = 8
/** After so many the first replica is killed. */
const KILLED_AFTER = 40
/** ms in which a link that was taken back has to be refused: ten seconds, and the way. */
const SOON = 15_000
/** Of what servers keep for each other. */
const STATE = '.longhaul/'

let deployment: Deployment
let client: HttpsClient
beforeAll(async () => {
  deployment = await openDeployment(3)
  client = createHttpsClient(deployment.nginx)
})
afterAll(async () => {
  client?.close()
  await deployment?.close()
})

it.concurrent(`loses nothing of ${UPLOADS} uploads at once, although one of three replicas is killed`, async ({
  expect,
}) => {
  const { nginx, replicas } = deployment
  const [killed] = replicas
  if (!killed) throw new Error('there is no replica')
  const headers = { 'longhaul-link': await makeLink(deployment) }
  const files = Array.from({ length: UPLOADS }, (_, index) =>
    randomBytes(index < LARGE ? 17 * MIB : randomInt(1, 200_000)),
  )
  let ended = 0
  const receipts = await Promise.all(
    files.map(async (file, index) => {
      const receipt = await upload(client, nginx.origin, headers, `${index}.bin`, file)
      ended += 1
      if (ended === KILLED_AFTER) await killed.kill()
      return receipt
    }),
  )

  const objects = openObjects(deployment.storeEndpoint)
  try {
    const keys = receipts.map(({ key }) => key)
    expect(new Set(keys).size).toBe(UPLOADS)
    expect((await objects.verified()).sort()).toEqual(keys.toSorted())
    const kept = (await objects.all()).filter((key) => !key.startsWith(STATE))
    expect(kept.sort()).toEqual(keys.toSorted())
    expect(await objects.unfinished()).toEqual([])
    for (const [index, { key }] of receipts.entries()) {
      const sha256 = createHash('sha256')
        .update(files[index] ?? '')
        .digest('hex')
      expect(await objects.sha256Of(key), `SHA-256 of ${index}.bin`).toBe(sha256)
    }
  } finally {
    objects.close()
  }

  // It is of use only if all of them worked, the killed one until then and the others on its behalf.
  const lines = (await nginx.lines()).filter(({ path }) => path.startsWith('/api/'))
  const ofReplica = ({ port }: { port: number }) =>
    lines.filter(({ server, status }) => server === `127.0.0.1:${port}` && status === 200)
  for (const replica of replicas) expect(ofReplica(replica).length).toBeGreaterThan(KILLED_AFTER)
  const passedOn = lines.filter(({ server }) => server.startsWith(`127.0.0.1:${killed.port}, `))
  expect(passedOn.length).toBeGreaterThan(0)
})

it.concurrent('has every replica know a link that was taken back through another', async ({
  expect,
}) => {
  const [, first, second] = deployment.replicas
  if (!first || !second) throw new Error('there are not enough replicas')
  const admin = await makeLink(deployment, '--admin')
  const link = await makeLink(deployment)
  const identity = async (replica: { port: number }) => {
    const answer = await fetch(`http://127.0.0.1:${replica.port}/api/identity`, {
      headers: { 'longhaul-link': link },
    })
    return answer.status
  }
  expect([await identity(first), await identity(second)]).toEqual([200, 200])
  const { jti = '' } = decodeJwt(link)
  const revoked = await fetch(`http://127.0.0.1:${first.port}/api/links/${jti}`, {
    method: 'DELETE',
    headers: { 'longhaul-link': admin },
  })
  expect(revoked.status).toBe(204)
  const isKnown = async (replica: { port: number }) => (await identity(replica)) === 403
  await until(() => isKnown(first), 'the replica that was asked knows it', SOON)
  await until(() => isKnown(second), 'another replica knows it', SOON)
})
