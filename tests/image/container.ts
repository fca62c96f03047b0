import assert from 'node:assert/strict'
import { say } from '../survival/campaign.ts'
import { until } from '../survival/until.ts'
import type { Engine } from './engine.ts'

/** ms in which the image's own check has to be asked some times. */
const HEALTHY = 90_000

/** One field of what the engine knows of a container. @param field as `{{…}}` has it */
export async function fieldOf({ docker }: Engine, id: string, field: string): Promise<string> {
  return (await docker('inspect', '--format', `{{${field}}}`, id)).trim()
}

/** Waits until the image's own health check has passed. */
export async function untilHealthy(engine: Engine, id: string): Promise<void> {
  const isHealthy = async () => (await fieldOf(engine, id, '.State.Health.Status')) === 'healthy'
  await until(isHealthy, 'the container is healthy', HEALTHY)
}

/**
 * Looks from within whether the container has no more than the compose files give it.
 *
 * @throws AssertionError
 */
export async function examineRights({ docker }: Engine, id: string): Promise<void> {
  const script = `
    cat /proc/1/cmdline | tr '\\0' ' '; echo
    for pid in /proc/[0-9]*; do
      if tr '\\0' ' ' < $pid/cmdline | grep -q '^node dist/api/main.js'; then
        grep -E '^(Uid|Cap|NoNewPrivs)' $pid/status
      fi
    done 2>/dev/null
    for path in / /opt/longhaul /home/node /tmp; do
      touch $path/written 2>/dev/null && echo "written to $path"
    done; true`
  const lines = (await docker('exec', id, 'sh', '-c', script)).trim().split('\n')
  const [first = '', ...rights] = lines.map((line) => line.replaceAll(/\s+/g, ' ').trim())
  assert.match(first, /init .*node dist\/api\/main\.js$/, 'an init is the first process')
  const none = ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].map((set) => `Cap${set}: 0000000000000000`)
  assert.deepEqual(rights, ['Uid: 1000 1000 1000 1000', ...none, 'NoNewPrivs: 1'])
  say(
    'ok  it runs as uid 1000 under an init, without capabilities, and can write to no folder but /data',
  )
}

/** Stops it as an operator does. @throws AssertionError when it had to be killed, or failed */
export async function stopCleanly(engine: Engine, id: string): Promise<void> {
  const begin = performance.now()
  await engine.docker('stop', id)
  const took = ((performance.now() - begin) / 1000).toFixed(1)
  // After ten seconds it would have been killed: 137.
  assert.equal(await fieldOf(engine, id, '.State.ExitCode'), '0', 'it did not end by itself')
  say(`ok  it ended by itself ${took} s after docker stop`)
}

/** Has the program itself crash, and its container with it. */
export async function crash(engine: Engine, id: string): Promise<void> {
  process.kill(Number(await fieldOf(engine, id, '.State.Pid')), 'SIGKILL')
}

/** Waits until the engine has started it once more. */
export async function untilRestarted(engine: Engine, id: string): Promise<void> {
  const again = async () => {
    const running = await fieldOf(engine, id, '.State.Running')
    return running === 'true' && (await fieldOf(engine, id, '.RestartCount')) === '1'
  }
  await until(again, 'the engine starts what crashed', HEALTHY)
}
