/** By which link this browser may send files, and what is left to it. */
import { computed, signal } from '@preact/signals'
import type { ErrorCode } from '../../shared/errors.ts'
import type { IdentityAnswer } from '../../shared/wire.ts'
import { readLinkFragment } from '../invitation/link.ts'
import type { Refusal } from '../invitation/refusal.ts'
import { identityHere, networkIsBack, openLink } from '../worker-door.ts'
import { attempt } from './notices.ts'

/** What the server says of whoever asks; null while it hasn't, and where it asks nobody. */
export const invitation = signal<IdentityAnswer | null>(null)

/** The operator's form, as the server said last; undefined until it has, null where there is none. */
export const form = signal<unknown>(undefined)
/** Whether the server was asked once. */
export const asked = signal(false)

export const refusal = signal<Refusal | null>(null)

/** Whether whatever is added now would be refused. */
export const isClosed = computed(() => {
  const { filesLeft, bytesLeft } = invitation.value ?? {}
  // By one that came before the damaged one files may still be sent.
  const isRefused = refusal.value !== null && refusal.value !== 'link_damaged'
  return isRefused || filesLeft === 0 || bytesLeft === 0
})

/** ms between two questions of a page that is seen. */
const INTERVAL = 60_000

/** Takes the link in the address, once there is a worker to keep it, and asks what it allows. */
export async function followInvitation(): Promise<void> {
  const ask = (): void => void lookUp()
  window.addEventListener('hashchange', () => void takeLink())
  document.addEventListener('visibilitychange', ask)
  setInterval(ask, INTERVAL)
  await takeLink()
}

async function takeLink(): Promise<void> {
  const token = tokenHere()
  if (token === null) {
    refusal.value = 'link_damaged'
    return
  }
  if (token !== undefined) {
    try {
      await openLink(token)
    } catch (error) {
      // It stays in the address, so that a reload tries it once more.
      attempt('link', () => Promise.reject(error))
      return
    }
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  await lookUp()
}

const tokenHere = () => readLinkFragment(location.hash)

/** Asks what may be sent, where the page is seen. */
export async function lookUp(): Promise<void> {
  if (document.visibilityState !== 'visible') return
  try {
    const { identity, problem } = await identityHere()
    if (identity) {
      // What waited for a sign-in goes on at once.
      if (refusal.value === 'sign_in_required') await networkIsBack()
      invitation.value = identity.kind === 'open' ? null : identity
      // Of a link that is not whole no answer tells anything.
      refusal.value = tokenHere() === null ? 'link_damaged' : null
      form.value = identity.form ?? null
    } else if (problem !== null && isRefusal(problem)) {
      invitation.value = null
      refusal.value = problem
    }
  } catch (error) {
    console.warn('the worker does not say what may be sent', error)
  }
  asked.value = true
}

function isRefusal(code: ErrorCode): code is Exclude<Refusal, 'link_damaged'> {
  return code.startsWith('link_') || code === 'sign_in_required'
}
