/** Everybody who may come, by what they come with, and what each may do. */
/** 'in', or the code of the refusal. */
type Outcome = string
interface Expected {
  /** Whose upload is asked for, with its own token: their own, or the owner's with a stolen one. */
  readonly target: 'own' | 'stolen'
  readonly begin: Outcome
  readonly admin: Outcome
  readonly own: Outcome
  readonly part: Outcome
  readonly watch: Outcome
}

const nobody = (code: string, part = code): Expected => ({
  target: 'stolen',
  begin: code,
  admin: code,
  own: code,
  part,
  watch: 'in',
})
const another = {
  target: 'stolen',
  own: 'token_invalid',
  part: 'token_invalid',
  watch: 'in',
} as const
const person: Expected = {
  target: 'own',
  begin: 'in',
  admin: 'forbidden',
  own: 'in',
  part: 'in',
  watch: 'in',
}

export const IDENTITIES = {
  none: nobody('sign_in_required', 'in'),

  link: person,
  'expired link': { ...person, begin: 'link_expired', admin: 'link_expired' },
  'revoked link': {
    target: 'own',
    begin: 'link_revoked',
    admin: 'link_revoked',
    own: 'link_revoked',
    part: 'link_revoked',
    watch: 'link_revoked',
  },
  'other link': { ...another, begin: 'in', admin: 'forbidden' },
  'admin link': { ...another, begin: 'in', admin: 'in' },
  'link with alg none': nobody('link_invalid'),
  'link of another secret': nobody('link_invalid'),
  'link that is cut off': nobody('link_invalid'),
  'upload token as link': nobody('link_invalid'),

  account: person,
  'expired account': { ...nobody('sign_in_required'), target: 'own' },
  'other account': { ...another, begin: 'in', admin: 'forbidden' },
  'admin account': { ...another, begin: 'in', admin: 'in' },
  'account with alg none': nobody('sign_in_required'),
  'account signed with the public key': nobody('sign_in_required'),
  'account of another audience': nobody('sign_in_required'),
  'account of another issuer': nobody('sign_in_required'),
  'account of a key that was withdrawn': nobody('sign_in_required'),
  'account of a new key': { ...person },
  'account that names nobody': nobody('sign_in_required'),
} as const satisfies Record<string, Expected>
export type Name = keyof typeof IDENTITIES
export const NAMES = Object.keys(IDENTITIES) as Name[]
