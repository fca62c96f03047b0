/** `npm start`: the API, the page and, without a bucket of its own, the embedded store. */
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { readConfig } from './config.ts'
import { createLogger } from './log.ts'
import { makeFolder } from './make-folder.ts'
import { describeProgram } from './program.ts'
import { keepSecret } from './secrets.ts'
import { startServer, type RunningServer } from './server.ts'
import { StartError } from './start-error.ts'
import { createStore } from './store/server.ts'

/** Ms until the process ends whatever still runs. */
const LAST_MOMENT = 2_800
/** Ms in which a second signal is the first one's echo: npm passes on what the terminal sent too. */
const ECHO = 500

// The SDK's advice on versions of Node is not for the person who starts Longhaul.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

try {
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel, pino.destination({ dest: 2, sync: true }))
  const dataFolder = resolve(config.dataFolder)
  const server = await startServer(config, {
    log,
    ...(await describeProgram(import.meta.dirname)),
    storeFolder: join(dataFolder, 'store'),
    openStore: async (options) => {
      await makeFolder(options.folder)
      return createStore(options)
    },
    keepSecret: (name) => keepSecret(dataFolder, name),
  })
  endOnSignal(server)
  process.stdout.write(`Longhaul is ready: ${server.origin}\n`)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`Longhaul can't start. ${error.message}\n`)
  process.exitCode = 1
}

function endOnSignal(server: RunningServer): void {
  let endingSince: number | undefined
  const end = () => {
    if (endingSince !== undefined) {
      if (performance.now() - endingSince > ECHO) process.exit(1)
      return
    }
    endingSince = performance.now()
    setTimeout(() => process.exit(0), LAST_MOMENT).unref()
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Longhaul did not end cleanly: ${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}
