/** Finds out whether server and storage answer this browser. Nothing is stored by it. */
import * as v from 'valibot'

/** ms that each has to answer. */
const LIMIT = 10_000
/** Questions of which the fastest counts: the first one has to open a connection. */
const TIMES = 3
/** Host names that are tried at once, as browsers open only so many connections. */
const AT_ONCE = 4

/** ms from a question to its answer; null where there was none. */
export type RoundTrip = number | null

export interface Connection {
  /** ISO 8601. */
  readonly at: string
  /** null where it doesn't answer. */
  readonly server: {
    readonly roundTrip: number
    /** null where it could not say it, as it can't use its storage. */
    readonly version: string | null
  } | null
  /** Whether the server reaches the storage; null where it doesn't say. */
  readonly isReady: boolean | null
  /** The storage's host names, as far as the server says them. */
  readonly hosts: readonly { readonly origin: string; readonly roundTrip: RoundTrip }[]
}

export interface ConnectionPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** ms, of a clock that is never put back. */
  readonly clock: () => number
  readonly now: () => Date
  readonly warn: (text: string, cause: unknown) => void
}

/** Of `ApiError`: that it is this server which can't say it just now. */
const refusalSchema = v.object({ code: v.string() })
/** Of `ConnectionConfig`, or why it can't be told. */
const configSchema = v.union([
  v.object({ version: v.string(), storeOrigins: v.optional(v.array(v.string()), []) }),
  refusalSchema,
])
const readySchema = v.union([v.object({ status: v.literal('ok') }), refusalSchema])

export async function tryConnection(ports: ConnectionPorts): Promise<Connection> {
  const at = ports.now().toISOString()
  const [answer, isReady] = await Promise.all([askServer(ports), askForStorage(ports)])
  if (!answer) return { at, server: null, isReady: null, hosts: [] }
  const { storeOrigins, ...server } = answer
  return { at, server, isReady, hosts: await askHosts(ports, storeOrigins) }
}

async function askServer(ports: ConnectionPorts) {
  try {
    const { roundTrip, answer } = await fastest(ports, async () => {
      const response = await ask(ports, '/api/config', {})
      return v.parse(configSchema, await response.json())
    })
    if ('version' in answer) {
      const { version, storeOrigins } = answer
      return { roundTrip, version, storeOrigins }
    }
    return { roundTrip, version: null, storeOrigins: [] }
  } catch (cause) {
    ports.warn('the server does not answer', cause)
    return null
  }
}

/** A proxy may keep this route for itself. */
async function askForStorage(ports: ConnectionPorts): Promise<boolean | null> {
  try {
    const response = await ask(ports, '/ready', {})
    return 'status' in v.parse(readySchema, await response.json())
  } catch (cause) {
    ports.warn('the server does not say whether it reaches the storage', cause)
    return null
  }
}

async function askHosts(ports: ConnectionPorts, origins: readonly string[]) {
  const hosts: { origin: string; roundTrip: RoundTrip }[] = []
  for (let at = 0; at < origins.length; at += AT_ONCE) {
    const some = origins.slice(at, at + AT_ONCE)
    const trips = await Promise.all(some.map((origin) => askHost(ports, origin)))
    hosts.push(...some.map((origin, index) => ({ origin, roundTrip: trips[index] ?? null })))
  }
  return hosts
}

/** Any answer counts, also a refusal: that somebody is there, under a valid certificate. */
async function askHost(ports: ConnectionPorts, origin: string): Promise<RoundTrip> {
  try {
    const init = { method: 'HEAD', mode: 'no-cors', credentials: 'omit' } as const
    return (await fastest(ports, () => ask(ports, `${origin}/`, init))).roundTrip
  } catch (cause) {
    ports.warn('a host name of the storage does not answer', cause)
    return null
  }
}

function ask(ports: ConnectionPorts, url: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(LIMIT)
  return ports.fetch(url, { cache: 'no-store', referrerPolicy: 'no-referrer', signal, ...init })
}

/** Asks some times. @throws what a question throws */
async function fastest<T>({ clock }: ConnectionPorts, question: () => Promise<T>) {
  let least = Infinity
  for (let times = 1; ; times++) {
    const begin = clock()
    const answer = await question()
    least = Math.min(least, clock() - begin)
    if (times === TIMES) return { roundTrip: least, answer }
  }
}

/** What a person has to know of it first. */
export type Verdict = 'good' | 'server' | 'storage' | 'host' | 'some' | 'old'

export function verdictOf({ server, isReady, hosts }: Connection): Verdict {
  if (!server) return 'server'
  if (isReady === false || server.version === null) return 'storage'
  if (hosts.length === 0) return 'old'
  const silent = hosts.filter(({ roundTrip }) => roundTrip === null).length
  if (silent === hosts.length) return 'host'
  return silent > 0 ? 'some' : 'good'
}
