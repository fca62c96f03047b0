/** Who uses the page. A link's token stays in this tab alone, and is in no address after the first. */
import { signal } from '@preact/signals'
import { readLinkFragment } from '../../invitation/link.ts'
import { AdminError, api, setToken } from '../api.ts'

const STORED = 'longhaul-admin-link'

type Why =
  | 'link_required'
  | 'link_invalid'
  | 'link_expired'
  | 'link_revoked'
  | 'sign_in_required'
  | 'notAdmin'
  | 'open'
  | 'unreachable'

export type Session =
  | { readonly type: 'asking' }
  | { readonly type: 'out'; readonly why: Why }
  | {
      readonly type: 'in'
      /** By a link, which this tab can forget. */
      readonly byLink: boolean
      /** Of that link. */
      readonly linkId: string | null
      /** Whether links let anybody in at all. */
      readonly takesLinks: boolean
    }

export const session = signal<Session>({ type: 'asking' })

/** Takes the link in the address, or the one that this tab has, and asks who that is. */
export async function signIn(): Promise<void> {
  const { hash, pathname, search } = location
  const token = readLinkFragment(hash)
  if (token !== undefined) {
    history.replaceState(history.state, '', pathname + search)
    if (token === null) {
      session.value = { type: 'out', why: 'link_invalid' }
      return
    }
    sessionStorage.setItem(STORED, token)
  }
  await askWho(sessionStorage.getItem(STORED))
}

/** Signs in by a link that was pasted; whether it is whole. */
export function signInBy(text: string): boolean {
  const at = text.trim().indexOf('#link=')
  const token = at < 0 ? null : readLinkFragment(text.trim().slice(at))
  if (typeof token !== 'string') return false
  sessionStorage.setItem(STORED, token)
  void askWho(token)
  return true
}

export function signOut(): void {
  sessionStorage.removeItem(STORED)
  setToken(null)
  session.value = { type: 'out', why: 'link_required' }
}

async function askWho(token: string | null): Promise<void> {
  session.value = { type: 'asking' }
  setToken(token)
  try {
    const [identity, { signIn }] = await Promise.all([api.identity(), api.config()])
    if (identity.admin) {
      session.value = {
        type: 'in',
        byLink: token !== null,
        linkId: token === null ? null : idOf(token),
        takesLinks: signIn.includes('links'),
      }
    } else {
      session.value = { type: 'out', why: identity.kind === 'open' ? 'open' : 'notAdmin' }
    }
  } catch (error) {
    session.value = { type: 'out', why: whyOf(error) }
  }
}

/** Ends the session where an answer says that it has ended. */
export function heard(error: unknown): void {
  const why = whyOf(error)
  if (why !== 'unreachable') session.value = { type: 'out', why }
}

function whyOf(error: unknown): Why {
  if (!(error instanceof AdminError)) throw error
  switch (error.code) {
    case 'link_required':
    case 'link_invalid':
    case 'link_expired':
    case 'link_revoked':
    case 'sign_in_required':
      return error.code
    case 'forbidden':
      return 'notAdmin'
    default:
      return 'unreachable'
  }
}

/** A link's id stands in its token; only the server can tell whether that is true. */
function idOf(token: string): string | null {
  try {
    const payload = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    return /"jti":"([0-9a-f-]{36})"/.exec(payload)?.[1] ?? null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
