import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { endGroupWithThis } from '../../servers/process-group.ts'

/** A program with all that it starts, in a process group of its own. */
export interface ProcessGroup {
  readonly child: ChildProcess
  /** Resolves when the program has ended. */
  readonly exit: Promise<unknown>
  /** Asks the program to end; resolves when it has. */
  end(): Promise<void>
  /** Ends all of its processes at once. */
  kill(): Promise<void>
}

/** Starts a program; with this process it ends too. */
export function startGroup(
  program: string,
  words: readonly string[],
  stdio: StdioOptions,
  settings: Readonly<Record<string, string>> = {},
): ProcessGroup {
  const env = { PATH: process.env['PATH'], ...settings }
  const child = spawn(program, words, { detached: true, stdio, env })
  const killGroup = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGKILL')
    }
  }
  const exit = once(child, 'exit').then(endGroupWithThis(child.pid))
  return {
    child,
    exit,
    async end() {
      child.kill()
      await exit
    },
    async kill() {
      killGroup()
      await exit
    },
  }
}
