import { closing, finishInBackground, handingOver, offered, roomLeft } from '../state/background.ts'
import { list } from '../state/uploads.ts'
import { format, text } from '../text/en.ts'
import { Banner } from './banner.tsx'

/** What becomes of the uploads when this page closes, and what can be done about it. */
export function Closing() {
  const { handedOver, locked, gone, states } = list.totals.value
  // Those that go on by themselves while the page is open, but for what the browser has already.
  const others = Math.max(0, states.waiting + states.uploading - locked - gone - handedOver)
  if (handingOver.value) return <Banner tone="info">{text.background.handingOver}</Banner>
  return (
    <>
      {handedOver > 0 && <Banner tone="info">{text.background.handedOver(handedOver)}</Banner>}
      {others > 0 && <Others count={others} isRest={handedOver > 0} />}
    </>
  )
}

/** @param isRest whether the browser has other uploads already */
function Others({ count, isRest }: { count: number; isRest: boolean }) {
  switch (closing.value) {
    case 'goes-on':
      return <GoesOn count={count} />
    case 'spent':
      return <Spent />
    case 'unsupported':
      return <p class="hint">{text.closing.pausesHere}</p>
    case 'denied':
    case 'switched-off':
    case 'unknown':
      return <p class="hint">{isRest ? text.closing.othersPause : text.closing.pauses}</p>
  }
}

function GoesOn({ count }: { count: number }) {
  const finish = () => {
    finishInBackground()
    // The button goes away: the keyboard's place is kept at the list.
    document.getElementById('uploads-heading')?.focus()
  }
  return (
    <div class="closing">
      <p class="hint">{promise(count)}</p>
      <button type="button" class="button" onClick={finish}>
        {text.background.finish}
      </button>
    </div>
  )
}

function promise(count: number): string {
  const { value: room } = roomLeft
  const { value: some } = offered
  if (room !== null) return text.closing.goesOnPartly(format.bytes(room))
  // At the start none is offered yet.
  if (some > 0 && some < count) return text.closing.goesOnSome(some, count)
  return text.closing.goesOn
}

function Spent() {
  return (
    <div class="closing">
      <p class="hint">{text.closing.spent}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {text.closing.reload}
      </button>
    </div>
  )
}
