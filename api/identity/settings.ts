/** The settings of who may upload, each with the words for when it is wrong. */
import { BlockList, isIP } from 'node:net'
import * as v from 'valibot'
import { list, matching, oneOrOther, wholeNumber } from '../setting-forms.ts'

/** Signed by a private key that this server doesn't have: a shared secret would sign as well. */
const JWT_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const
const OF_ALGORITHMS = `must be one or more of ${JWT_ALGORITHMS.join(', ')}, with commas between`

/** Requests a minute of one person, and of one address, which many may share. */
const PERSON_RATE = 1200
const ADDRESS_RATE = 6000

const rate = v.optional(wholeNumber(0, 1_000_000))
const claimName = matching(/^[\w:/.-]{1,200}$/, 'must be the name of a claim')

export const identityEntries = {
  AUTH: v.optional(
    v.pipe(
      v.picklist(
        ['open', 'links', 'jwt', 'links,jwt', 'jwt,links'],
        'must be open, links, jwt or links,jwt',
      ),
      v.transform((text) => ({ links: text.includes('links'), jwt: text.includes('jwt') })),
    ),
    'open',
  ),
  AUTH_OPEN_TO_EVERYONE: v.optional(oneOrOther('yes', 'no'), 'no'),

  JWT_JWKS_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isKeySetAddress, 'must be an https address, or http on this machine'),
    ),
  ),
  JWT_ISSUER: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  JWT_AUDIENCE: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  JWT_ALGORITHMS: v.optional(
    v.pipe(list(v.picklist(JWT_ALGORITHMS, OF_ALGORITHMS)), v.minLength(1, OF_ALGORITHMS)),
    'RS256,ES256,EdDSA',
  ),
  JWT_CLOCK_TOLERANCE_SECONDS: v.optional(wholeNumber(0, 600), '30'),
  JWT_KEYS_MAX_AGE_SECONDS: v.optional(wholeNumber(0, 86_400), '600'),
  JWT_HEADER: v.optional(
    v.pipe(
      matching(/^[\w-]{1,100}$/, 'must be the name of a header'),
      v.transform((name) => name.toLowerCase()),
      v.check((name) => !name.startsWith('longhaul-'), 'must not be one of Longhaul’s own'),
    ),
    'authorization',
  ),
  JWT_PREFIX: v.optional(
    v.pipe(
      matching(
        /^(?:[\w.@+=-]|\/(?!\/)|\{[\w:.-]{1,100}\}){0,200}$/,
        'must be a path, with the names of claims in braces: people/{sub}/',
      ),
      v.check((text) => !/^\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(text), "must not begin with '/'"),
    ),
    '',
  ),
  JWT_ADMIN: v.optional(
    v.pipe(
      matching(/^[\w:/.-]{1,200}=.{1,200}$/, 'must be a claim and its value: groups=admins'),
      v.transform((text) => {
        const [claim = '', ...value] = text.split('=')
        return { claim, value: value.join('=') }
      }),
    ),
  ),
  JWT_MAX_FILE_SIZE_CLAIM: v.optional(claimName),
  JWT_MAX_FILES_CLAIM: v.optional(claimName),
  JWT_MAX_BYTES_CLAIM: v.optional(claimName),

  RATE_LIMIT_PERSON: rate,
  RATE_LIMIT_ADDRESS: rate,
  TRUSTED_PROXIES: v.optional(
    list(
      v.pipe(
        v.string(),
        v.check(
          isAddressOrRange,
          'must be IP addresses or ranges like 10.0.0.0/8, with commas between',
        ),
      ),
    ),
    '',
  ),
}

const identitySchema = v.object(identityEntries)
type IdentityInput = v.InferOutput<typeof identitySchema>

/** How a JWT is checked, and what its claims mean. */
export interface JwtSettings {
  readonly keySet: string
  readonly issuer: string
  readonly audience: string
  readonly algorithms: readonly string[]
  /** Seconds. */
  readonly clockTolerance: number
  /** Seconds for which the provider's keys are believed before they are read again. */
  readonly keysMaxAge: number
  /** In lower case. */
  readonly header: string
  /** With the names of claims in braces. */
  readonly prefix: string
  readonly admin: { readonly claim: string; readonly value: string } | undefined
  readonly maxFileSizeClaim: string | undefined
  readonly maxFilesClaim: string | undefined
  readonly maxBytesClaim: string | undefined
}

/** Who may upload, and how often anybody may ask. */
export interface AuthSettings {
  /** Whether upload links let their holders in. */
  readonly links: boolean
  /** Undefined where no JWT does. */
  readonly jwt: JwtSettings | undefined
  /** Whether whoever comes from this machine itself is an admin: where nobody else gets in. */
  readonly adminsHere: boolean
  /** Requests a minute, 0 for as many as they like. */
  readonly rates: { readonly person: number; readonly address: number }
  /** Addresses and ranges of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
}

/** Everybody who reaches the server may upload as much as they like. */
export const OPEN: AuthSettings = {
  links: false,
  jwt: undefined,
  adminsHere: false,
  rates: { person: 0, address: 0 },
  trustedProxies: [],
}

/**
 * What the settings mean together.
 *
 * @param onlyHere whether nobody but this machine reaches the server
 * @param refuse is called with why they can't be meant
 */
export function readAuth(
  given: IdentityInput,
  onlyHere: boolean,
  refuse: (why: string) => never,
): AuthSettings {
  const { links, jwt } = given.AUTH
  const isOpen = !links && !jwt
  if (isOpen && !onlyHere && !given.AUTH_OPEN_TO_EVERYONE) {
    refuse(
      'AUTH must be links or jwt when HOST or PUBLIC_ORIGIN lets others than this machine in, or ' +
        'AUTH_OPEN_TO_EVERYONE must be yes if whoever reaches the server may upload.',
    )
  }
  const usual = isOpen && onlyHere ? { person: 0, address: 0 } : undefined
  return {
    links,
    jwt: jwt ? readJwt(given, refuse) : undefined,
    adminsHere: isOpen && onlyHere,
    rates: {
      person: given.RATE_LIMIT_PERSON ?? usual?.person ?? PERSON_RATE,
      address: given.RATE_LIMIT_ADDRESS ?? usual?.address ?? ADDRESS_RATE,
    },
    trustedProxies: given.TRUSTED_PROXIES,
  }
}

function readJwt(given: IdentityInput, refuse: (why: string) => never): JwtSettings {
  const needed = (name: 'JWT_JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE'): string =>
    given[name] ?? refuse(`${name} must be given when AUTH is jwt.`)
  return {
    keySet: needed('JWT_JWKS_URL'),
    issuer: needed('JWT_ISSUER'),
    audience: needed('JWT_AUDIENCE'),
    algorithms: given.JWT_ALGORITHMS,
    clockTolerance: given.JWT_CLOCK_TOLERANCE_SECONDS,
    keysMaxAge: given.JWT_KEYS_MAX_AGE_SECONDS,
    header: given.JWT_HEADER,
    prefix: given.JWT_PREFIX,
    admin: given.JWT_ADMIN,
    maxFileSizeClaim: given.JWT_MAX_FILE_SIZE_CLAIM,
    maxFilesClaim: given.JWT_MAX_FILES_CLAIM,
    maxBytesClaim: given.JWT_MAX_BYTES_CLAIM,
  }
}

function isKeySetAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.username + url.password !== '') return false
  const here = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && here)
}

function isAddressOrRange(text: string): boolean {
  try {
    addTo(new BlockList(), text)
    return true
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}

/** Adds an address or a range to a list. @throws Error where it is neither */
export function addTo(list: BlockList, text: string): void {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(address) === 0 || rest.length > 0) throw new RangeError(`no address: ${text}`)
  if (bits === undefined) list.addAddress(address, family)
  else if (/^\d{1,3}$/.test(bits)) list.addSubnet(address, Number(bits), family)
  else throw new RangeError(`no range: ${text}`)
}
