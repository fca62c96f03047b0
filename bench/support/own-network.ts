/** A network of the run's own, in which sockets hold little. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Endings } from './ending.ts'
import { print } from './report.ts'

const INSIDE = 'LONGHAUL_OWN_NETWORK'
/**
 * Bytes that a socket holds at most in either direction, of which a connection over loopback else gets
 * 4 and 32 MiB. What a sender has given away so crosses the link also when it has given up sending.
 */
const MOST_HELD = 512 * 1024
/** A browser that has loopback alone says that it is offline: a cable from the machine to itself. */
const SET_UP = `
  ip link set lo up &&
  ip link add near type veth peer name far && ip link set near up && ip link set far up &&
  ip addr add 192.0.2.1/24 dev near &&
  echo "4096 131072 ${MOST_HELD}" > /proc/sys/net/ipv4/tcp_rmem &&
  echo "4096 16384 ${MOST_HELD}" > /proc/sys/net/ipv4/tcp_wmem &&
  exec "$@"`

/** Runs a program in a network of its own; what it prints is printed. @returns its exit code */
export async function runInOwnNetwork(
  command: readonly string[],
  endings: Endings,
  stdio: 'inherit' | 'ignore' = 'inherit',
): Promise<number> {
  // Whoever is not root becomes it in there.
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user']
  const child = spawn('unshare', [...asRoot, '--net', 'sh', '-c', SET_UP, 'sh', ...command], {
    env: { ...process.env, [INSIDE]: 'yes' },
    stdio,
  })
  const exited = once(child, 'exit').catch(() => [1])
  endings.add(async () => {
    child.kill('SIGTERM')
    await exited
  })
  const [code] = await exited
  return typeof code === 'number' ? code : 1
}

/**
 * Runs this program anew in a network of its own, unless it is in one. There only what the machine has
 * already can be used.
 *
 * @returns whether it ran there; the exit code is set then. Else it is said what that means
 */
export async function ranInOwnNetwork(endings: Endings): Promise<boolean> {
  if (process.env[INSIDE] !== undefined) return false
  if ((await runInOwnNetwork(['true'], endings, 'ignore')) !== 0) {
    print('No network of its own can be made here: what is given up still crosses the links.')
    return false
  }
  const self = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.exitCode = await runInOwnNetwork(self, endings)
  return true
}
