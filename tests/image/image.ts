import assert from 'node:assert/strict'
import { say } from '../survival/campaign.ts'
import { SECRET } from './checkout.ts'
import type { Engine } from './engine.ts'

/** As the compose files name it. */
export const IMAGE = 'longhaul'
/** Of the Dockerfile: what the build sees. */
export const BUILD_STAGE = 'longhaul_build'

/** Lines of what a command prints in a container as root. */
async function linesOf({ docker }: Engine, image: string, script: string): Promise<string[]> {
  const words = ['run', '--rm', '--user', 'root', '--network', 'none', image, 'sh', '-c', script]
  return (await docker(...words)).split('\n').filter((line) => line !== '')
}

/** @throws AssertionError when something got in that has no business there, or is not there */
export async function examineImage(engine: Engine): Promise<void> {
  const ofBuild = await linesOf(
    engine,
    BUILD_STAGE,
    `cd /build && find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print`,
  )
  assert.ok(ofBuild.includes('./web/index.html') && ofBuild.includes('./api/main.ts'))
  const strange = ofBuild.filter((path) =>
    /\/\.[^/]|\.test\.tsx?$|^\.\/(?:tests|deploy)\//.test(path),
  )
  assert.deepEqual(strange, [], 'the build sees what it should not')
  for (const [image, folder] of [
    [BUILD_STAGE, '/build'],
    [IMAGE, '/opt /data /home'],
  ] as const) {
    const script = `grep -r -l -F '${SECRET}' ${folder} || true`
    assert.deepEqual(await linesOf(engine, image, script), [], `a secret is in ${image}`)
  }
  say('ok  nothing that lay around in the checkout is in the image, or was seen by its build')

  const there = await linesOf(engine, IMAGE, 'cd /opt/longhaul && find . -maxdepth 2 | sort')
  for (const path of ['./dist/api', './dist/web', './package.json', './node_modules/hono']) {
    assert.ok(there.includes(path), `${path} is missing`)
  }
  for (const name of ['typescript', 'vite', 'vitest', 'tsx', 'playwright-core']) {
    assert.ok(!there.includes(`./node_modules/${name}`), `${name} is for development`)
  }
  const own = 'find / -xdev \\( -user node -o -perm -0002 \\) ! -type l ! -path "/proc/*"'
  const writable = await linesOf(engine, IMAGE, `${own} ! -path "/dev/*" ! -path "/sys/*" | sort`)
  const expected = ['/run/lock', '/tmp', '/var/tmp']
  const atHome = (path: string) => path.startsWith('/home/node')
  assert.deepEqual(
    writable.filter((path) => !atHome(path) && !expected.includes(path)),
    ['/data'],
    'the user of the program has more than its folder',
  )
  const size = Number(await engine.docker('image', 'inspect', '--format', '{{.Size}}', IMAGE))
  const history = await engine.docker('history', '--format', '{{.Size}} {{.CreatedBy}}', IMAGE)
  const layers = history
    .split('\n')
    .filter((line) => line.includes('COPY') && line.includes('dir:'))
  const sizes = layers.map((line) => line.split(' ', 1)[0]).slice(0, 2)
  say('ok  the image has what it needs, and its user has /data alone, beside a home')
  say(
    `    ${Math.round(size / 1e6)} MB with its base; of them the program ${sizes.join(' and what it needs ')}`,
  )
}
