/** The base images, for machines that reach no registry of images: from Debian's packages and npm's. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { say } from '../survival/campaign.ts'
import type { Engine } from './engine.ts'
import type { Places } from './places.ts'

const run = promisify(execFile)
const DEPLOY = resolve(import.meta.dirname, '../../deploy')
const DESCRIBED = join(import.meta.dirname, 'bases')
const DEBIAN = 'debian:bookworm-slim'
/** Whom this machine trusts, its builds have to trust too. */
const CERTIFICATES = process.env['NODE_EXTRA_CA_CERTS'] ?? '/etc/ssl/certs/ca-certificates.crt'

/** Fetches what base images are made of. */
export async function gatherBases(places: Places): Promise<void> {
  const root = join(places.folder, 'debian')
  say('A fresh Debian …')
  await run('debootstrap', ['--variant=minbase', 'bookworm', root], { maxBuffer: 1e8 })
  await rm(join(root, 'var/cache/apt'), { recursive: true, force: true })
  await run('tar', ['--create', '--file', places.debian, '--directory', root, '.'])
  await rm(root, { recursive: true, force: true })

  say('Node and npm …')
  const { node } = await namesOfBases()
  const major = /:(\d+)/.exec(node)?.[1] ?? ''
  const local = join(places.node, 'usr/local')
  await unpack(
    `node-linux-${process.arch}@${major}`,
    join(places.folder, 'packed'),
    async (from) => {
      await mkdir(join(local, 'bin'), { recursive: true })
      await cp(join(from, 'bin/node'), join(local, 'bin/node'))
    },
  )
  await unpack('npm@11', join(places.folder, 'packed'), async (from) => {
    await cp(from, join(local, 'lib/node_modules/npm'), { recursive: true })
  })
  await cp(CERTIFICATES, join(places.node, 'certificates.crt'))
}

/** Makes the images under the names by which `deploy/` asks for them. */
export async function makeBases({ docker }: Engine, places: Places): Promise<void> {
  const { node, nginx } = await namesOfBases()
  await docker('import', places.debian, DEBIAN)
  const build = (name: string, file: string, context: string) =>
    docker('build', '--network=host', '--tag', name, '--file', join(DESCRIBED, file), context)
  say(`${node} …`)
  await build(node, 'node.Dockerfile', places.node)
  say(`${nginx} …`)
  await build(nginx, 'nginx.Dockerfile', DESCRIBED)
}

async function namesOfBases(): Promise<{ node: string; nginx: string }> {
  const find = async (file: string, pattern: RegExp) => {
    const name = pattern.exec(await readFile(join(DEPLOY, file), 'utf8'))?.[1]
    if (name === undefined) throw new Error(`deploy/${file} names no base image`)
    return name
  }
  return {
    node: await find('Dockerfile', /^ARG NODE_IMAGE=(\S+)$/m),
    nginx: await find('compose.s3.yaml', /^ {4}image: (nginx:\S+)$/m),
  }
}

/** Has a package of npm looked at, unpacked. */
async function unpack(
  name: string,
  within: string,
  look: (folder: string) => Promise<void>,
): Promise<void> {
  await mkdir(within, { recursive: true })
  const folder = await mkdtemp(join(within, 'package-'))
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder, name])
  const archive = stdout.trim().split('\n').at(-1) ?? ''
  await run('tar', ['--extract', '--file', join(folder, archive), '--directory', folder])
  await look(join(folder, 'package'))
  await rm(folder, { recursive: true, force: true })
}
