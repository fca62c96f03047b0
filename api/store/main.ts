/** The store alone, for any S3 client: `npm run store`. */
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { keepSecret } from '../secrets.ts'
import { createStore } from './server.ts'
import { readSettings, SettingsError } from './settings.ts'

async function start(): Promise<void> {
  const settings = readSettings(process.env)
  const dataDir = resolve(settings.DATA_DIR)
  const log = pino({ level: 'info' })
  const secretAccessKey =
    settings.STORE_SECRET_ACCESS_KEY ?? (await keepSecret(dataDir, 'store-secret-access-key'))
  const store = await createStore({
    folder: join(dataDir, 'store'),
    bucket: settings.STORE_BUCKET,
    region: settings.S3_REGION,
    accessKeyId: settings.STORE_ACCESS_KEY_ID,
    secretAccessKey,
    host: settings.HOST,
    port: settings.STORE_PORT,
    corsOrigins: settings.STORE_CORS_ORIGINS,
    log,
  })
  process.stdout.write(
    `S3 endpoint ${store.endpoint}, bucket ${settings.STORE_BUCKET}, region ${settings.S3_REGION}, access key ${settings.STORE_ACCESS_KEY_ID}\n`,
  )
  if (settings.STORE_SECRET_ACCESS_KEY === undefined) {
    process.stdout.write(`The secret key is in ${join(dataDir, 'secrets')}\n`)
  }
  endOnSignals(() => store.close())
}

/** The first signal ends the store in good order, a second one at once. */
function endOnSignals(close: () => Promise<void>): void {
  let ending = false
  const end = (): void => {
    if (ending) process.exit(1)
    ending = true
    close().catch((error: unknown) => fail(error))
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const line = error instanceof SettingsError ? message : `The store can't run: ${message}`
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

start().catch(fail)
