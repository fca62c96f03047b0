import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from '../survival/until.ts'

const execute = promisify(execFile)

/** ms in which it has to answer. */
const START = 60_000
/** Bytes that a command may print. */
const MOST_PRINTED = 64 * 1024 * 1024
/** Where Debian has Docker; what else is called so is another version. */
const PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

/** Docker with what it keeps in a folder of its own. */
export interface Engine {
  /** What `docker` prints, errors last. @throws Error with what it says when it fails */
  docker(...words: string[]): Promise<string>
  /** The same of `docker-compose`. */
  compose(...words: string[]): Promise<string>
  close(): Promise<void>
}

/**
 * Starts Docker.
 *
 * @param folder where it keeps images and volumes, also for a later start
 * @param options its own, beside those that name the folder
 * @throws Error with the end of its log when it does not start
 */
export async function startEngine(folder: string, options: readonly string[]): Promise<Engine> {
  await mkdir(folder, { recursive: true })
  const socket = `unix://${join(folder, 'docker.sock')}`
  const log = join(folder, 'log')
  const within = (name: string) => join(folder, name)
  const places = ['--data-root', within('data'), '--exec-root', within('exec')]
  const own = [...places, '--pidfile', within('pid'), '--host', socket]
  const script = 'log="$1"; shift; exec dockerd "$@" > "$log" 2>&1'
  const child = spawn('sh', ['-c', script, 'sh', log, ...own, ...options], {
    env: { PATH, HOME: folder },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  const env = { PATH, HOME: folder, DOCKER_HOST: socket, DOCKER_BUILDKIT: '0' }
  const call = async (command: string, words: readonly string[]) => {
    const { stdout, stderr } = await execute(command, words, { env, maxBuffer: MOST_PRINTED })
    return stdout + stderr
  }
  const engine: Engine = {
    docker: (...words) => call('docker', words),
    compose: (...words) => call('docker-compose', words),
    async close() {
      child.kill('SIGTERM')
      await exited
    },
  }
  const answers = () =>
    engine.docker('version').then(
      () => true,
      () => false,
    )
  try {
    await until(answers, 'Docker answers', START)
  } catch (error) {
    await engine.close()
    const said = await readFile(log, 'utf8')
    throw new Error(`Docker did not start. It said:\n${said.slice(-4000)}`, { cause: error })
  }
  return engine
}
