import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Endings } from '../../bench/support/ending.ts'

/** Of processes and mounts, so that whatever an engine starts or mounts ends with the program. */
const OWN = [
  '--mount',
  '--propagation',
  'private',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
]

/**
 * Runs a program of this folder where it sees no other process than its own.
 *
 * @throws Error when it ends with another code than 0
 */
export async function runInside(
  program: string,
  folder: string,
  { ownNetwork }: { readonly ownNetwork: boolean },
  endings: Endings,
): Promise<void> {
  const network = ownNetwork ? ['--net'] : []
  // The shell is the first process in there, and takes note of those that have ended.
  const script = ownNetwork ? 'ip link set lo up && "$@"' : '"$@"'
  const command = [
    process.execPath,
    ...process.execArgv,
    join(import.meta.dirname, program),
    folder,
  ]
  const child = spawn('unshare', [...OWN, ...network, 'sh', '-c', script, 'sh', ...command], {
    stdio: 'inherit',
  })
  const exited = once(child, 'exit')
  endings.add(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const [code] = await exited
  if (code !== 0) throw new Error(`tests/image/${program} failed`)
}
