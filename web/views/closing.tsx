import type { ComponentChildren } from 'preact'
import { closing, finishInBackground, handingOver, offered, roomLeft } from '../state/closing.ts'
import { openHashes } from '../state/open-hashes.ts'
import { list } from '../state/uploads.ts'
import { format, later, text } from '../text/catalogue.ts'
import { hasEnded, type Overall } from '../uploads/overall.ts'
import { Icon } from './icon.tsx'

/** What becomes of the uploads when this page closes, and what can be done about it. */
export function Closing({ overall }: { overall: Overall }) {
  const { handedOver, held, states, timed } = list.totals.value
  // Those that go on by themselves while the page is open, but for what the browser has already.
  const others = Math.max(0, states.waiting + states.uploading - held - timed - handedOver)
  if (handingOver.value) {
    return (
      <Line verdict={text.home.goesOn}>{<p role="status">{later.background.handingOver}</p>}</Line>
    )
  }
  if (others + handedOver === 0) {
    if (hasEnded(overall) && openHashes.value > 0) {
      return <Line verdict={null}>{<p>{later.hashes.closing(openHashes.value)}</p>}</Line>
    }
    return (
      <Line verdict={timed > 0 ? text.home.pauses : idleVerdict(overall)}>
        <p>{timed > 0 ? later.order.closing : idleText(overall)}</p>
      </Line>
    )
  }
  return (
    <Line verdict={verdictFor(others, timed)}>
      {handedOver > 0 && <p>{later.background.handedOver(handedOver)}</p>}
      {others > 0 && <Others count={others} isRest={handedOver > 0} />}
      {timed > 0 && <p>{later.order.closing}</p>}
    </Line>
  )
}

/** @param verdict in a word; null where none would be the whole truth */
function Line({ verdict, children }: { verdict: string | null; children: ComponentChildren }) {
  return (
    <div class="assurance">
      <Icon name="door" />
      <div>
        <h2>
          {text.home.close}{' '}
          {verdict && (
            <span class={verdict === text.home.pauses ? 'verdict pauses' : 'verdict'}>
              {verdict}
            </span>
          )}
        </h2>
        {children}
      </div>
    </div>
  )
}

const UNRELIABLE: ReadonlySet<Overall> = new Set(['failed', 'disproved', 'differs'])

/** Beside word of what is not to be relied on, nobody is told that nothing is lost. */
function idleVerdict(overall: Overall): string | null {
  return UNRELIABLE.has(overall) ? null : text.home.fine
}

function idleText(overall: Overall): string {
  if (overall === 'paused') return text.home.closePaused
  if (overall === 'failed') return text.home.closeFailed
  return overall === 'needs-you' ? text.home.closeNeeds : text.home.closeIdle
}

/** @param timed how many start later, for which the app has to be open */
function verdictFor(count: number, timed: number): string {
  if (count > 0 && closing.value !== 'goes-on') return text.home.pauses
  const isPart =
    timed > 0 ||
    (count > 0 && roomLeft.value !== null) ||
    (offered.value > 0 && offered.value < count)
  return isPart ? text.home.goesOnPartly : text.home.goesOn
}

/** @param isRest whether the browser has other uploads already */
function Others({ count, isRest }: { count: number; isRest: boolean }) {
  switch (closing.value) {
    case 'goes-on':
      return <GoesOn count={count} />
    case 'spent':
      return <Spent />
    case 'unsupported':
      return <p>{later.closing.pausesHere}</p>
    case 'denied':
    case 'switched-off':
    case 'unknown':
      return <p>{isRest ? later.closing.othersPause : later.closing.pauses}</p>
  }
}

function GoesOn({ count }: { count: number }) {
  const finish = () => {
    finishInBackground()
    // The button goes away: the keyboard's place is kept at the list.
    document.getElementById('uploads-heading')?.focus()
  }
  return (
    <>
      <p>{promise(count)}</p>
      <button type="button" class="button" onClick={finish}>
        {later.background.finish}
      </button>
    </>
  )
}

function promise(count: number): string {
  const { value: room } = roomLeft
  const { value: some } = offered
  if (room !== null) return later.closing.goesOnPartly(format.bytes(room))
  // At the start none is offered yet.
  if (some > 0 && some < count) return later.closing.goesOnSome(some, count)
  return later.closing.goesOn
}

function Spent() {
  return (
    <>
      <p>{later.closing.spent}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {later.closing.reload}
      </button>
    </>
  )
}
