import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

export const UNIT_FILE = resolve(import.meta.dirname, '../../deploy/systemd/longhaul@.service')

/** What the systemd unit starts, and how. */
export interface Unit {
  readonly command: readonly string[]
  /** The folder that it starts in. */
  readonly folder: string
  /** With `%i` for the instance and `%S` for the folder of states. */
  readonly environment: Readonly<Record<string, string>>
}

export async function readUnit(): Promise<Unit> {
  const lines = (await readFile(UNIT_FILE, 'utf8')).split('\n')
  const values = (name: string) =>
    lines.flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []))
  const pairs = values('Environment').flatMap((line) => line.split(' '))
  const [command = ''] = values('ExecStart')
  const [folder = '/'] = values('WorkingDirectory')
  return {
    command: command.split(' '),
    folder,
    environment: Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  }
}
