import { spawn } from 'node:child_process'

/** Waits for the end of its input, which comes when whoever holds the other end has ended. */
const SCRIPT = 'cat; kill -s KILL -- "-$1"'

/**
 * Has a process group end by force when this process has ended, however it did: a browser that is driven by a
 * port goes on else, and nothing runs any more that could end it.
 *
 * @param id of the group, which is that of its first process; undefined where it did not start
 * @returns calls it off, once the group has ended by itself
 */
export function endGroupWithThis(id: number | undefined): () => void {
  if (id === undefined) return () => undefined
  const watch = spawn('sh', ['-c', SCRIPT, 'sh', String(id)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watch.unref()
  return () => {
    watch.kill('SIGKILL')
    watch.stdin.destroy()
  }
}
