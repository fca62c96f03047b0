import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp } from '../servers/app.ts'

const run = promisify(execFile)
const ROOT = resolve(import.meta.dirname, '../..')

/** What the Dockerfile makes, made without an engine: the image's folder, from the build's. */
let folder: string
let image: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-image-'))
  const build = join(folder, 'build')
  image = join(folder, 'image')
  await copyContext(build)
  await symlink(join(ROOT, 'node_modules'), join(build, 'node_modules'))
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
  await run('npm', ['run', 'build'], { cwd: build, env })

  const dockerfile = await readFile(join(ROOT, 'deploy/Dockerfile'), 'utf8')
  const copied = [...dockerfile.matchAll(/^COPY --from=build \/build\/(\S+) (\S+)$/gm)]
  for (const [, from = '', to = ''] of copied) {
    if (from === 'node_modules') await linkDependencies(join(image, to))
    else await cp(join(build, from), join(image, to.endsWith('/') ? join(to, from) : to), ALL)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ALL = { recursive: true } as const

/** What .dockerignore lets through. */
async function copyContext(to: string): Promise<void> {
  const text = await readFile(join(ROOT, '.dockerignore'), 'utf8')
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines.shift()).toBe('*')
  const kept = lines.flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []))
  expect(lines.slice(kept.length)).toEqual(['**/*.test.ts', '**/*.test.tsx', '**/.*'])
  const isKept = (path: string) => !/\.test\.tsx?$|^\./.test(basename(path))
  await mkdir(to, ALL)
  for (const name of kept) await cp(join(ROOT, name), join(to, name), { ...ALL, filter: isKept })
}

const manifestSchema = v.object({ dependencies: v.record(v.string(), v.string()) })

/** As `npm prune` leaves it: of what the program itself names, nothing that is for development. */
async function linkDependencies(to: string): Promise<void> {
  const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  for (const name of Object.keys(v.parse(manifestSchema, manifest).dependencies)) {
    await mkdir(dirname(join(to, name)), ALL)
    await symlink(join(ROOT, 'node_modules', name), join(to, name))
  }
}

it('has all that the server and the command need, from what it is built of', async () => {
  const data = join(folder, 'data')
  const settings = { DATA_DIR: data, AUTH: 'links' }
  const app = await startApp(settings, join(image, 'dist'))
  try {
    const own = `http://127.0.0.1:${app.port}`
    expect((await fetch(`${own}/ready`)).status).toBe(200)
    expect(await (await fetch(`${own}/`)).text()).toContain('<script')
    const env = { PATH: process.env['PATH'], ...settings, PORT: String(app.port) }
    const { stdout } = await run('node', ['api/cli/longhaul.js', 'link'], { cwd: image, env })
    expect(stdout).toContain(`http://localhost:${app.port}/#link=`)
  } finally {
    await app.stop()
  }
})
