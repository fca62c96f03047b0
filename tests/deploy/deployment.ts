import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startStoreProcess } from '../../api/store/test-child.ts'
import { BUCKET, CREDENTIALS, REGION } from '../../api/store/test-store.ts'
import { BUILT, runCommand, startApp, type App } from '../servers/app.ts'
import { freePort } from '../servers/free-port.ts'
import { startNginx, type Nginx } from '../servers/nginx.ts'
import { readUnit } from './unit-file.ts'

/** Where the unit has the program. */
const INSTALLED = '/opt/longhaul/dist'

/** nginx before several servers, which share a bucket and a secret, and nothing else. */
export interface Deployment {
  readonly nginx: Nginx
  readonly replicas: readonly App[]
  /** Of the store itself: an origin. */
  readonly storeEndpoint: string
  /** What the built `longhaul` prints, called on the servers' settings. */
  command(...options: string[]): Promise<string>
  close(): Promise<void>
}

/**
 * Starts a deployment as the unit file starts it. Pages send parts to the store through nginx too.
 *
 * @param change settings beside the usual
 * @param before gives what stands between nginx and the store, as host and port
 */
export async function openDeployment(
  count: number,
  change: Readonly<Record<string, string>> = {},
  before: (storeEndpoint: string) => string = (endpoint) => new URL(endpoint).host,
): Promise<Deployment> {
  const ends: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'longhaul-deploy-'))
    ends.push(() => rm(folder, { recursive: true, force: true }))
    const store = await startStoreProcess(folder, { STORE_CORS_ORIGINS: '*' })
    ends.push(() => store.end('SIGKILL'))
    const ports: number[] = []
    while (ports.length < count) ports.push(await freePort())
    const nginx = await startNginx({
      servers: ports.map((port) => `127.0.0.1:${port}`),
      store: before(store.endpoint),
    })
    ends.push(() => nginx.close())
    const settings = {
      PUBLIC_ORIGIN: nginx.origin,
      TRUSTED_PROXIES: '127.0.0.1',
      AUTH: 'links',
      TOKEN_SECRET: 'a-secret-that-only-the-tests-know-of',
      S3_BUCKET: BUCKET,
      S3_REGION: REGION,
      S3_ENDPOINT: store.endpoint,
      S3_PUBLIC_ENDPOINT: nginx.storeOrigin,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      ...change,
    }
    const replicas = await Promise.all(
      ports.map((port) => startByUnit(String(port), join(folder, 'state'), settings)),
    )
    for (const replica of replicas) ends.push(() => replica.kill())
    return {
      nginx,
      replicas,
      storeEndpoint: store.endpoint,
      command: (...options) => runCommand(options, settings),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the unit of that port starts, from where the program was built. */
async function startByUnit(
  port: string,
  states: string,
  settings: Readonly<Record<string, string>>,
): Promise<App> {
  const { command, environment } = await readUnit()
  const [node, program = '', ...rest] = command
  if (node !== '/usr/bin/node' || rest.length > 0 || !program.endsWith('/api/main.js')) {
    throw new Error(`not tested like this: ${command.join(' ')}`)
  }
  const built = dirname(dirname(program)).replace(INSTALLED, BUILT)
  const own = Object.entries(environment).map(([name, value]) => [
    name,
    value.replaceAll('%i', port).replaceAll('%S', states),
  ])
  return startApp({ ...Object.fromEntries(own), ...settings }, built)
}

/** The token of an upload link, made by the command. */
export async function makeLink({ command }: Deployment, ...options: string[]): Promise<string> {
  const printed = await command('link', ...options)
  const token = /#link=([\w.-]+)/.exec(printed)?.[1]
  if (token === undefined) throw new Error(`no link: ${printed}`)
  return token
}
