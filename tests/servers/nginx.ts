import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { until } from '../survival/until.ts'
import { makeCertificate, type Certificate } from './certificate.ts'
import { freePort } from './free-port.ts'
import { NGINX } from './nginx-install.ts'

const run = promisify(execFile)

const SHIPPED = resolve(import.meta.dirname, '../../deploy/nginx')
/** ms in which it has to listen. */
const START = 20_000

const lineSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    method: v.string(),
    path: v.string(),
    status: v.number(),
    /** More than one with commas between, where the first ones did not answer. */
    server: v.string(),
    serverStatus: v.string(),
  }),
)
export type AccessLine = v.InferOutput<typeof lineSchema>

/** The lines of an access log. */
export function parseAccessLines(text: string): AccessLine[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : v.parse(lineSchema, line)))
}

/** nginx with the configuration of deploy/nginx, on ports of its own. */
export interface Nginx {
  /** https, of the page and the API. */
  readonly origin: string
  /** The same by http. */
  readonly plainOrigin: string
  /** https, of the embedded store. */
  readonly storeOrigin: string
  readonly certificate: Certificate
  /** Its access log, as far as it is written. */
  lines(): Promise<AccessLine[]>
  /** What it says of what failed. */
  errors(): Promise<string>
  close(): Promise<void>
}

export interface NginxOptions {
  /** Host and port of every server of Longhaul. */
  readonly servers: readonly string[]
  /** Host and port of the embedded store. */
  readonly store?: string
  /** Takes the place of the shipped limits, to reach them soon. */
  readonly requests?: { readonly rate: string; readonly burst: number }
  /** The header that says where a request comes from, for tests of that. */
  readonly addressHeader?: string
}

/**
 * Starts nginx with what is shipped; only addresses and folders are others. It ends with this process.
 *
 * @throws Error with what nginx says when it does not start
 */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-nginx-'))
  try {
    // nginx works as another user than root.
    await chmod(folder, 0o755)
    const ports = { http: await freePort(), https: await freePort() }
    const certificate = await makeCertificate(join(folder, 'tls'), ['localhost', 'store.localhost'])
    await writeConfiguration(folder, ports, options)
    const main = join(folder, 'nginx.conf')
    await run(NGINX, ['-t', '-q', '-c', main, '-p', folder, '-e', join(folder, 'error.log')])
    const end = await start(folder, main, ports.https)
    return {
      origin: `https://localhost:${ports.https}`,
      plainOrigin: `http://localhost:${ports.http}`,
      storeOrigin: `https://store.localhost:${ports.https}`,
      certificate,
      async lines() {
        const text = await readFile(join(folder, 'access.log'), 'utf8')
        return parseAccessLines(text)
      },
      errors: () => readFile(join(folder, 'error.log'), 'utf8'),
      async close() {
        await end()
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function writeConfiguration(
  folder: string,
  ports: { readonly http: number; readonly https: number },
  { servers, store, requests, addressHeader }: NginxOptions,
): Promise<void> {
  const here: readonly Change[] = [
    [/^ *listen \[::\]:\d+.*\n/gm, ''],
    [/\blisten 80\b/g, `listen 127.0.0.1:${ports.http}`],
    [/\blisten 443\b/g, `listen 127.0.0.1:${ports.https}`],
    [/\/etc\/longhaul\/tls\//g, `${folder}/tls/`],
    [/\/var\/log\/nginx\//g, `${folder}/`],
  ]
  const limits: readonly Change[] = requests
    ? [
        [/\brate=\S+(?=;)/g, `rate=${requests.rate}`],
        [/\bburst=\d+/g, `burst=${requests.burst}`],
      ]
    : []
  const all = servers.map((server) => `server ${server};`).join('\n    ')
  await mkdir(join(folder, 'conf.d'))
  await Promise.all([
    copy('longhaul.conf', join(folder, 'conf.d/longhaul.conf'), [
      ...here,
      [/\/etc\/nginx\/longhaul-proxy\.conf/g, `${folder}/longhaul-proxy.conf`],
      ...limits,
    ]),
    copy('longhaul-upstream.conf', join(folder, 'conf.d/longhaul-upstream.conf'), [
      [/\bserver 127\.0\.0\.1:8080;/g, all],
    ]),
    copy('longhaul-proxy.conf', join(folder, 'longhaul-proxy.conf'), []),
    ...(store === undefined
      ? []
      : [
          copy('longhaul.store.conf', join(folder, 'conf.d/longhaul.store.conf'), [
            ...here.filter(([pattern]) => !String(pattern).includes('listen 80')),
            [/\bserver 127\.0\.0\.1:9000;/g, `server ${store};`],
          ]),
        ]),
    writeFile(join(folder, 'nginx.conf'), mainOf(folder, addressHeader)),
  ])
}

type Change = readonly [pattern: RegExp, instead: string]

/** @throws Error where there is nothing to change: what is tested would not be what is shipped */
async function copy(name: string, to: string, changes: readonly Change[]): Promise<void> {
  let text = await readFile(join(SHIPPED, name), 'utf8')
  for (const [pattern, instead] of changes) {
    if (text.search(pattern) === -1) throw new Error(`${name} has nothing like ${pattern}`)
    text = text.replaceAll(pattern, () => instead)
  }
  await writeFile(to, text)
}

/** What stands in a distribution's nginx.conf, in one folder. */
function mainOf(folder: string, addressHeader: string | undefined): string {
  const addresses =
    addressHeader === undefined
      ? ''
      : `set_real_ip_from 127.0.0.1; real_ip_header ${addressHeader};`
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
    worker_processes 2;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    events { worker_connections 4096; }
    http {
      include /etc/nginx/mime.types;
      ${addresses}
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n      ')}
      include ${folder}/conf.d/*.conf;
    }
  `
}

/** The shell ends nginx when its input does, so also when this process is killed. */
const WITH_PARENT = '"$@" & cat > /dev/null; kill -TERM $!; wait $!'

async function start(folder: string, main: string, port: number): Promise<() => Promise<void>> {
  const words = ['-c', main, '-p', folder, '-e', join(folder, 'error.log'), '-g', 'daemon off;']
  const child = spawn('sh', ['-c', WITH_PARENT, 'sh', NGINX, ...words], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const exited = once(child, 'exit')
  const end = async () => {
    child.stdin.end()
    await exited
  }
  try {
    await until(() => answers(port), 'nginx listens', START)
  } catch (error) {
    await end()
    throw error
  }
  return end
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
