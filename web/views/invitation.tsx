import { SIGN_IN_PATH } from '../../shared/sign-in.ts'
import type { IdentityAnswer } from '../../shared/wire.ts'
import type { Refusal } from '../invitation/refusal.ts'
import { invitation, refusal } from '../state/invitation.ts'
import { now } from '../state/page.ts'
import { later } from '../text/catalogue.ts'
import { Banner } from './banner.tsx'

/** What whoever gave the link wrote, what it allows, and in words why nothing may be sent by it. */
export function Invitation() {
  return (
    <>
      <div class="banners" aria-live="polite">
        {refusal.value !== null && <Refused why={refusal.value} />}
      </div>
      {refusal.value === null && invitation.value && <Allowed {...invitation.value} />}
    </>
  )
}

function Refused({ why }: { why: Refusal }) {
  const { refusals, signIn } = later.invitation
  const { what, next } = refusals[why]
  // In a tab of its own: what is sent from this one goes on.
  const link = why === 'sign_in_required' && (
    <a class="button" href={SIGN_IN_PATH} target="_blank">
      {signIn}
    </a>
  )
  return (
    <Banner tone="warning" actions={link}>
      <strong>{what}</strong> {next}
    </Banner>
  )
}

function Allowed({ note, expiresInSeconds, filesLeft, bytesLeft, kind }: IdentityAnswer) {
  const isFull = filesLeft === 0 || bytesLeft === 0
  const left = later.invitation.left(filesLeft, bytesLeft)
  const until = expiresInSeconds === null || kind === 'account' ? null : timeIn(expiresInSeconds)
  if (note === '' && left === null && until === null) return null
  return (
    <Banner tone={isFull ? 'warning' : 'info'}>
      {note !== '' && (
        <p class="invitation-note" dir="auto">
          {note}
        </p>
      )}
      {isFull ? <p>{later.invitation.full}</p> : left !== null && <p>{left}</p>}
      {until !== null && !isFull && <p>{later.invitation.until(until)}</p>}
    </Banner>
  )
}

/** The local time in so many seconds, by this browser's clock. */
function timeIn(seconds: number): string {
  return later.order.at(now.peek() + seconds * 1000)
}
