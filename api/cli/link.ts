import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { DestinationStream } from 'pino'
import * as v from 'valibot'
import { uploadIdSchema } from '../../shared/wire.ts'
import { linkKey } from '../assemble.ts'
import { MAKE_LINK, REVOKE_LINK } from '../audit/actions.ts'
import { readConfig, type Config } from '../config.ts'
import { ApiFailure } from '../failure.ts'
import { createIssuedLinks } from '../identity/issued-links.ts'
import {
  adminAddress,
  createLinks,
  linkAddress,
  type MadeLink,
  type NamedLinkRequest,
} from '../identity/links.ts'
import { leadsAmongKept } from '../key.ts'
import { createLogger } from '../log.ts'
import { createRevocations } from '../identity/revocations.ts'
import { takeBack } from '../identity/take-back.ts'
import { createBucket } from '../s3/bucket.ts'
import { createS3Client } from '../s3/client.ts'
import type { ObjectStore } from '../s3/store.ts'
import { readSecret } from '../secrets.ts'
import { StartError } from '../start-error.ts'
import { addressOf, originOf } from './address.ts'
import { audited } from './audit.ts'
import { UsageError, type Command } from './command.ts'
import { describeFailure } from './failure-text.ts'
import { readLinkRequest } from './link-request.ts'

const HELP = `longhaul link [options]
  --expires 7d           for how long it may be used: 90m, 12h, 7d (default 7d)
  --prefix for-ann/      what the keys of what comes by it begin with, after KEY_PREFIX
  --note "Text"          shown to whoever opens it
  --label "Text"         for admins, to know it by
  --max-files 10         how many files may come by it
  --max-bytes 500GB      of all files together
  --max-file-size 50GB   of each
  --notify ann@b.example told by mail what became of what was sent by it; who has the link can read it
  --admin                opens the admin page: all uploads, receipts and links
longhaul link revoke ID  takes a link back: all servers know within ten seconds; ends with 1 where
                         none of this id is listed
`

const OPTIONS = {
  expires: { type: 'string', default: '7d' },
  prefix: { type: 'string' },
  note: { type: 'string' },
  label: { type: 'string' },
  'max-files': { type: 'string' },
  'max-bytes': { type: 'string' },
  'max-file-size': { type: 'string' },
  notify: { type: 'string' },
  admin: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `longhaul link`: makes upload links and takes them back. */
export const link: Command = async (options, environment, stderr = process.stderr) => {
  const { values, positionals } = readOptions(options)
  if (values.help) return HELP
  const config = readConfig(environment)
  if (!config.auth.links) throw new StartError('AUTH must be links, or no link lets anybody in.')
  const [verb, id, ...rest] = positionals
  if (verb === undefined) return make(config, values, stderr)
  if (verb !== 'revoke' || id === undefined || rest.length > 0) {
    throw new UsageError(`it is called as: longhaul link, or longhaul link revoke ID`, HELP)
  }
  return revoke(config, id, stderr)
}

type Values = ReturnType<typeof readOptions>['values']

function readOptions(options: string[]) {
  try {
    return parseArgs({ args: options, options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), HELP, { cause })
  }
}

async function make(config: Config, values: Values, stderr: DestinationStream): Promise<string> {
  const request = readLinkRequest(values, (why) => {
    throw new UsageError(why, HELP)
  })
  if (leadsAmongKept(config.uploads, request.prefix)) {
    throw new UsageError(
      '--prefix must not lead into STATE_PREFIX or RECEIPT_PREFIX: what is there is the servers’ own',
      HELP,
    )
  }
  const links = createLinks(linkKey(await tokenSecret(config)))
  const { label: _, ...allowed } = request
  const made = await audited(
    MAKE_LINK,
    config.audit,
    stderr,
    () => links.make(allowed, Date.now()),
    (done) => ({ ...(done && { link: done.id }), admin: allowed.admin }),
  )
  const until = new Date(made.expiresAt * 1000).toISOString()
  const addressFor = allowed.admin ? adminAddress : linkAddress
  const note = await noteLink(config, made, request, stderr)
  return `${addressFor(originOf(config), made.token)}\n\nIt may be used until ${until}. To take it back: longhaul link revoke ${made.id}\n${note}`
}

/** For the admin page's list. A link works without it, and may be made where no bucket is reached. */
async function noteLink(
  config: Config,
  made: MadeLink,
  request: NamedLinkRequest,
  stderr: DestinationStream,
): Promise<string> {
  const log = createLogger(config.logLevel, stderr)
  const { statePrefix } = config.uploads
  try {
    await withBucket(config, (store) =>
      createIssuedLinks(store, statePrefix, Date.now, log).record(made, request),
    )
    return ''
  } catch (error) {
    if (!(error instanceof ApiFailure || error instanceof StartError)) throw error
    const why = error instanceof ApiFailure ? describeFailure(error) : error.message
    return `It could not be noted in the bucket, so the admin page does not list it (${why}).\n`
  }
}

async function withBucket<T>(config: Config, work: (store: ObjectStore) => Promise<T>): Promise<T> {
  const address = await addressOf(config)
  const client = createS3Client(address)
  try {
    return await work(createBucket(client, address.bucket, config.objects))
  } finally {
    client.destroy()
  }
}

async function revoke(config: Config, id: string, stderr: DestinationStream): Promise<string> {
  if (!v.safeParse(uploadIdSchema, id).success) {
    throw new UsageError(`${id} is no id of a link`, HELP)
  }
  await withBucket(config, async (store) => {
    const { statePrefix } = config.uploads
    const log = createLogger(config.logLevel, stderr)
    const revocations = createRevocations(store, statePrefix, Date.now)
    const issuedLinks = createIssuedLinks(store, statePrefix, Date.now, log)
    const link = id.toLowerCase()
    const work = () => takeBack({ revocations, issuedLinks, log }, link)
    await audited(REVOKE_LINK, config.audit, stderr, work, () => ({ link }))
  })
  return `The link ${id} was taken back. All servers know within ten seconds.\n`
}

async function tokenSecret({ tokenSecret, dataFolder }: Config): Promise<string> {
  return tokenSecret ?? (await readSecret(resolve(dataFolder), 'token-secret'))
}
