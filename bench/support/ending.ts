import { OptionError } from './options.ts'

/** What a benchmark has begun and must end, whichever way it ends. */
export interface Endings {
  /** Ends it last begun, first ended. */
  add(end: () => Promise<void>): void
  /** Ends everything, once, however often it is called. */
  endAll(): Promise<void>
}

function createEndings(): Endings {
  const ends: (() => Promise<void>)[] = []
  let ending: Promise<void> | undefined
  async function endEach(): Promise<void> {
    for (let end = ends.pop(); end; end = ends.pop()) await end()
  }
  return {
    add: (end) => void ends.push(end),
    endAll: () => (ending ??= endEach()),
  }
}

/** Of all work that is under way, the innermost last. */
const underWay: Endings[] = []
let interrupted = false

/** Whether a signal has begun to end everything. */
export function wasInterrupted(): boolean {
  return interrupted
}

/**
 * Runs work and then what it left to be ended, also after an error or a signal. Sets the exit code.
 * It may be used within other such work, whose endings come afterwards.
 */
export async function runWithEndings(work: (endings: Endings) => Promise<void>): Promise<void> {
  // The SDK's advice on versions of Node belongs to no benchmark's output.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const endings = createEndings()
  underWay.push(endings)
  if (underWay.length === 1) process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    await work(endings)
  } catch (error) {
    // What is ended in the middle fails, and there is nothing to say about it.
    if (!interrupted) process.stderr.write(`${describe(error)}\n`)
    process.exitCode = 1
  } finally {
    await endings.endAll()
    if (!interrupted) underWay.pop()
    if (underWay.length === 0) process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

function onSignal(): void {
  interrupted = true
  const endEverything = async (): Promise<void> => {
    for (const endings of underWay.toReversed()) await endings.endAll()
  }
  endEverything().then(
    () => process.exit(130),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
}

function describe(error: unknown): string {
  if (error instanceof OptionError) return error.message
  if (!(error instanceof Error)) return String(error)
  return error.stack ?? error.message
}
