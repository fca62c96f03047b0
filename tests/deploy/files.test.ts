import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { validate } from 'dockerfile-utils'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../api/config.ts'
import { SETTING_NAMES } from '../../api/settings.ts'
import { startApp } from '../servers/app.ts'
import { SYSTEMCTL, SYSTEMD_ANALYZE } from '../servers/nginx-install.ts'
import { readUnit, UNIT_FILE } from './unit-file.ts'

const run = promisify(execFile)

const ROOT = resolve(import.meta.dirname, '../..')
const DEPLOY = join(ROOT, 'deploy')
/** Of systemd 252; 0 would be a program that can do nothing, 10 one that may do all. */
const MOST_EXPOSED = 1.3

/** A dynamic user's id (systemd, UIDS-GIDS.md), which no machine knows while nothing runs as it. */
const UNKNOWN_USER = 65_519

const read = (name: string) => readFile(join(DEPLOY, name), 'utf8')

describe('the systemd unit', () => {
  async function withUnit(examine: (path: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'longhaul-unit-'))
    try {
      const path = join(folder, 'longhaul@8080.service')
      await copyFile(UNIT_FILE, path)
      await examine(path)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  it('leaves the program little that it may do', async () => {
    await withUnit(async (path) => {
      const { stdout } = await run(SYSTEMD_ANALYZE, ['security', '--offline=true', path])
      const score = /exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]
      expect(Number(score)).toBeLessThanOrEqual(MOST_EXPOSED)
    })
  })

  it('is started when the machine is', async () => {
    await withUnit(async (path) => {
      const root = dirname(path)
      const units = join(root, 'etc/systemd/system')
      await mkdir(units, { recursive: true })
      await copyFile(path, join(units, 'longhaul@.service'))
      await run(SYSTEMCTL, ['--root', root, 'enable', 'longhaul@8080'])
      expect(await readdir(join(units, 'multi-user.target.wants'))).toEqual([
        'longhaul@8080.service',
      ])
    })
  })

  it('finds a form by the path that the examples have, where the program is', async () => {
    const { command, folder } = await readUnit()
    expect(command.at(-1)).toBe(join(folder, 'dist/api/main.js'))
    const deploy = await readFile(join(ROOT, 'docs/deploy.md'), 'utf8')
    expect(deploy).toMatch(new RegExp(`^cp -r .*\\bdocs ${folder}/$`, 'm'))
  })

  it('names a home where the SDK looks for credentials, as its user is in no list of users', async () => {
    const { environment } = await readUnit()
    const nobody = process.getuid?.() === 0 ? { uid: UNKNOWN_USER, gid: UNKNOWN_USER } : {}
    const words = ['--print', 'os.homedir()']
    const { stdout } = await run(process.execPath, words, { env: environment, ...nobody, cwd: '/' })
    expect(stdout.trim()).toBe(environment['DATA_DIR'])
  })

  it('says nothing that systemd does not know', async () => {
    await withUnit(async (path) => {
      const { stderr } = await run(SYSTEMD_ANALYZE, ['verify', path]).catch((error: unknown) => {
        if (error instanceof Error && 'stderr' in error) return { stderr: String(error.stderr) }
        throw error
      })
      const lines = stderr.split('\n').filter((line) => line.includes('longhaul'))
      // That its program is not there is no fault of the unit.
      expect(lines.filter((line) => !line.includes('is not executable'))).toEqual([])
    })
  })
})

describe('the image', () => {
  it('is described without faults', async () => {
    expect(validate(await read('Dockerfile'))).toEqual([])
  })

  it('runs what the systemd unit runs, as nobody special, with a health check', async () => {
    const lines = await instructions()
    const stage = lines.slice(lines.findLastIndex(({ name }) => name === 'FROM'))
    const ofName = (wanted: string) =>
      stage.flatMap(({ name, rest }) => (name === wanted ? [rest] : []))
    const { command, folder } = await readUnit()
    expect(ofName('WORKDIR')).toEqual([folder])
    expect(ofName('CMD')).toEqual([JSON.stringify(['node', 'dist/api/main.js']).replace(',', ', ')])
    expect(command.at(-1)).toBe('/opt/longhaul/dist/api/main.js')
    expect(ofName('USER')).toEqual(['node'])
    expect(ofName('VOLUME')).toEqual(['/data'])
    expect(ofName('HEALTHCHECK').length).toBe(1)
  })

  it('is known to be healthy by its own check, and not to be when it is gone', async () => {
    const check = (await instructions()).find(({ name }) => name === 'HEALTHCHECK')?.rest ?? ''
    const words: unknown = JSON.parse(check.slice(check.indexOf('CMD ') + 'CMD '.length))
    const [, ...options] = v.parse(v.array(v.string()), words)
    const folder = await mkdtemp(join(tmpdir(), 'longhaul-health-'))
    const app = await startApp({ DATA_DIR: folder })
    const examine = () =>
      run(process.execPath, options, { env: { PORT: String(app.port) } }).then(
        () => 'healthy',
        () => 'unhealthy',
      )
    try {
      expect(await examine()).toBe('healthy')
      await app.kill()
      expect(await examine()).toBe('unhealthy')
    } finally {
      await app.kill()
      await rm(folder, { recursive: true, force: true })
    }
  })

  async function instructions() {
    const text = (await read('Dockerfile')).replaceAll(/\\\n\s*/g, '')
    return text.split('\n').flatMap((line) => {
      const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? []
      return name === undefined || rest === undefined ? [] : [{ name, rest }]
    })
  }
})

const serviceSchema = v.strictObject({
  build: v.optional(v.strictObject({ context: v.string(), dockerfile: v.string() })),
  image: v.optional(v.string()),
  environment: v.optional(v.record(v.string(), v.string()), {}),
  env_file: v.optional(v.string()),
  depends_on: v.optional(v.record(v.string(), v.strictObject({ condition: v.string() }))),
  deploy: v.optional(v.strictObject({ replicas: v.number() })),
  ports: v.optional(v.array(v.string()), []),
  volumes: v.optional(v.array(v.string()), []),
  networks: v.optional(v.array(v.string())),
  read_only: v.literal(true),
  tmpfs: v.optional(v.array(v.string())),
  cap_drop: v.tuple([v.literal('ALL')]),
  cap_add: v.optional(v.array(v.string())),
  security_opt: v.tuple([v.literal('no-new-privileges:true')]),
  init: v.optional(v.boolean()),
  restart: v.literal('unless-stopped'),
})
const composeSchema = v.strictObject({
  name: v.string(),
  services: v.record(v.string(), serviceSchema),
  volumes: v.optional(v.record(v.string(), v.null())),
  networks: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        ipam: v.strictObject({ config: v.array(v.strictObject({ subnet: v.string() })) }),
      }),
    ),
  ),
})

describe('the compose files', () => {
  const compose = async (name: string) => v.parse(composeSchema, parse(await read(name)))
  /** Of the Dockerfile. */
  const IMAGE = { HOST: '0.0.0.0', PORT: '8080', DATA_DIR: '/data' }

  it('give only settings that there are, and that go together', async () => {
    for (const name of ['compose.embedded.yaml', 'compose.s3.yaml']) {
      const { environment = {} } = (await compose(name)).services['app'] ?? {}
      expect(Object.keys(environment).filter((one) => !SETTING_NAMES.includes(one))).toEqual([])
    }
    const { environment } = (await compose('compose.embedded.yaml')).services['app'] ?? {}
    expect(readConfig({ ...IMAGE, ...environment }).storage.kind).toBe('embedded')
  })

  it('mount a form, once their comments are taken away', async () => {
    const withForm = async (name: string) => {
      const text = (await read(name)).replaceAll(/^( +)#(?=volumes:|FORM_SCHEMA:| *- )/gm, '$1')
      return v.parse(composeSchema, parse(text)).services['app']
    }
    const [embedded, s3] = [
      await withForm('compose.embedded.yaml'),
      await withForm('compose.s3.yaml'),
    ]
    const path = embedded?.environment['FORM_SCHEMA'] ?? ''
    for (const app of [embedded, s3]) expect(app?.volumes).toContain(`./form.json:${path}:ro`)
    expect(await read('compose.s3.yaml')).toContain(`FORM_SCHEMA=${path} `)
  })

  it('start a server on its own store that is ready', async () => {
    const { environment } = (await compose('compose.embedded.yaml')).services['app'] ?? {}
    const folder = await mkdtemp(join(tmpdir(), 'longhaul-compose-'))
    // Here others use the ports, and no port is published.
    const own = { PORT: '0', STORE_PORT: '0', DATA_DIR: folder, PUBLIC_ORIGIN: '' }
    const app = await startApp({ ...IMAGE, ...environment, ...own })
    try {
      expect((await fetch(`http://127.0.0.1:${app.port}/ready`)).status).toBe(200)
    } finally {
      await app.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('let this machine alone reach the store that they carry', async () => {
    const { ports } = (await compose('compose.embedded.yaml')).services['app'] ?? {}
    expect(ports).toEqual(['127.0.0.1:8080:8080', '127.0.0.1:9000:9000'])
  })

  it('have nginx in front of three servers, which believe it and nobody else', async () => {
    const { services, networks } = await compose('compose.s3.yaml')
    const { app, nginx } = services
    expect(app?.deploy?.replicas).toBe(3)
    expect(app?.ports).toEqual([])
    const subnet = networks?.['inner']?.ipam.config[0]?.subnet
    expect(app?.environment['TRUSTED_PROXIES']).toBe(subnet)
    expect([app?.networks, nginx?.networks]).toEqual([['inner'], ['inner']])
    const given = nginx?.volumes.map((volume) => volume.split(':', 1)[0] ?? '') ?? []
    for (const path of given.filter((one) => one !== './tls')) await read(path)
    expect(given.filter((path) => path.includes('nginx/')).length).toBe(3)
  })

  it('have nginx ask the same servers in the same way', async () => {
    const upstream = async (name: string) => (await read(name)).replaceAll(/^ *#.*\n/gm, '')
    const shipped = await upstream('nginx/longhaul-upstream.conf')
    const composed = await upstream('nginx/longhaul-upstream-compose.conf')
    expect(composed.replace('server app:8080;', 'server 127.0.0.1:8080;')).toBe(shipped)
  })
})
