/** Peers that are programs of a command line, as Debian packages them and with their own defaults. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { installPackage } from '../../tests/servers/apt.ts'
import type { Peer, Stage } from './peer.ts'

interface Program {
  readonly path: string
  /** Debian's. */
  readonly package: string
  command(stage: Stage): { words: string[]; settings: Record<string, string> }
}

const PROGRAMS = {
  aws: {
    path: '/usr/bin/aws',
    package: 'awscli',
    command: ({ file, account, endpoint }) => ({
      words: [
        's3',
        'cp',
        file,
        `s3://${account.bucket}/aws`,
        '--endpoint-url',
        endpoint,
        '--no-progress',
      ],
      settings: {
        AWS_ACCESS_KEY_ID: account.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: account.credentials.secretAccessKey,
        AWS_DEFAULT_REGION: account.region,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    }),
  },
  rclone: {
    path: '/usr/bin/rclone',
    package: 'rclone',
    command: ({ file, account, endpoint }) => ({
      words: ['copyto', file, `:s3:${account.bucket}/rclone`, '--s3-no-check-bucket'],
      settings: {
        RCLONE_S3_PROVIDER: 'Other',
        RCLONE_S3_ENDPOINT: endpoint,
        RCLONE_S3_REGION: account.region,
        RCLONE_S3_ACCESS_KEY_ID: account.credentials.accessKeyId,
        RCLONE_S3_SECRET_ACCESS_KEY: account.credentials.secretAccessKey,
      },
    }),
  },
} satisfies Record<string, Program>

export type ProgramName = keyof typeof PROGRAMS

/**
 * Installs a program where it is missing.
 *
 * @throws Error that says what to install, when it can't
 */
export async function ensureProgram(name: ProgramName): Promise<void> {
  const program = PROGRAMS[name]
  if (!existsSync(program.path)) await installPackage(program.package, program.path)
}

/** Timed from its first connection, so that its own start does not count, to its end. */
export function program(name: ProgramName): Peer {
  const { path, command } = PROGRAMS[name]
  return async (stage) => {
    const { words, settings } = command(stage)
    await stage.begin()
    const started = Date.now()
    // With none of this user's settings.
    const env = { PATH: '/usr/bin:/bin', HOME: stage.folder, ...settings }
    const child = spawn(path, words, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const [code] = await once(child, 'close')
    const ended = Date.now()
    if (code !== 0) throw new Error(`${name} failed: ${said}`)
    const begin = (await stage.firstConnection()) ?? started
    await stage.bucket.empty(stage.size)
    return { seconds: (ended - begin) / 1000, cpu: null }
  }
}
