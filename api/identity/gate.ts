import { ApiFailure } from '../failure.ts'
import type { ReadAccount } from './accounts.ts'
import { isLoopback } from '../loopback.ts'
import { ANYBODY, linkIdOf, type Identity } from './identity.ts'
import type { Links } from './links.ts'
import type { Revocations } from './revocations.ts'
import type { AuthSettings } from './settings.ts'

/** The header that carries an upload link's token. */
export const LINK_HEADER = 'longhaul-link'

const MAX_CREDENTIAL_LENGTH = 9000
const CREDENTIAL = /^(?:Bearer )?([\w-]+\.[\w-]+\.[\w-]*)$/i

/** A request's header by its name in lower case. */
type ReadHeader = (name: string) => string | undefined

/** Knows who asks. */
export interface Gate {
  /** By what one gets in; nothing where everybody may. */
  readonly kinds: readonly ('links' | 'jwt')[]
  /**
   * Who asks, by what the request carries. A link that has run out lets nobody in but to finish what
   * was begun by it.
   *
   * @param finishing whether the request is about an upload that there is already
   * @throws ApiFailure forbidden, link_required, link_invalid, link_expired, link_revoked, sign_in_required
   */
  identify(header: ReadHeader, finishing: boolean): Promise<Identity>
  /** Whether a request says at all who asks. */
  names(header: ReadHeader): boolean
  /** @throws ApiFailure link_revoked where that subject's link was taken back */
  checkSubject(subject: string): Promise<void>
}

export function createGate(
  settings: AuthSettings,
  links: Links,
  revocations: Revocations,
  readAccount: ReadAccount | undefined,
  now: () => number,
): Gate {
  const accounts = settings.jwt && readAccount ? { ...settings.jwt, read: readAccount } : undefined

  async function checkSubject(subject: string): Promise<void> {
    const link = linkIdOf(subject)
    if (link === undefined || !(await revocations.isRevoked(link))) return
    throw new ApiFailure('link_revoked', 'the link was taken back', { subject })
  }

  async function holder(token: string, finishing: boolean): Promise<Identity> {
    const identity = await links.read(token)
    await checkSubject(identity.subject)
    if (!finishing && identity.expiresAt !== null && identity.expiresAt * 1000 <= now()) {
      throw new ApiFailure('link_expired', 'the link has run out', { subject: identity.subject })
    }
    return identity
  }

  return {
    kinds: [
      ...(settings.links ? (['links'] as const) : []),
      ...(accounts ? (['jwt'] as const) : []),
    ],
    checkSubject,
    names: (header) =>
      (settings.links && header(LINK_HEADER) !== undefined) ||
      (accounts !== undefined && header(accounts.header) !== undefined),
    identify: async (header, finishing) => {
      if (!settings.links && !accounts) {
        if (!settings.adminsHere) return ANYBODY
        requireNamedHere(header)
        return { ...ANYBODY, admin: isFromHere(header) }
      }
      const link = settings.links ? header(LINK_HEADER) : undefined
      if (link !== undefined) return holder(credential(link) ?? '', finishing)
      if (!accounts) {
        throw new ApiFailure('link_required', 'an upload link is needed')
      }
      const token = credential(header(accounts.header) ?? '')
      if (token === undefined) {
        throw new ApiFailure('sign_in_required', `the header ${accounts.header} has no JWT`)
      }
      return accounts.read(token, now())
    },
  }
}

/**
 * Where this machine alone may come. A page of a stranger, whose own host name was made to lead here
 * (DNS rebinding), sends that name, as do most proxies that let others in.
 *
 * @throws ApiFailure forbidden
 */
function requireNamedHere(header: ReadHeader): void {
  if (header('host') === undefined || isNamedHere(header)) return
  throw new ApiFailure('forbidden', 'AUTH=open lets this machine alone in, by its own name')
}

function isNamedHere(header: ReadHeader): boolean {
  const host = `http://${header('host') ?? ''}`
  return URL.canParse(host) && isLoopback(new URL(host).hostname)
}

/**
 * Whether a request was made to this machine by its own name, through no proxy. One that says nothing
 * of itself (nginx without settings) ends each connection, which no browser does.
 */
function isFromHere(header: ReadHeader): boolean {
  const isProxied = PROXY_HEADERS.some((name) => header(name) !== undefined)
  return isNamedHere(header) && !isProxied && header('connection')?.toLowerCase() !== 'close'
}

const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** The JWT of a header, with or without `Bearer` before it. */
function credential(header: string): string | undefined {
  return CREDENTIAL.exec(header.slice(0, MAX_CREDENTIAL_LENGTH))?.[1]
}
