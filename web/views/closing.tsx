import { closing, finishInBackground, handingOver, roomLeft } from '../state/background.ts'
import { list } from '../state/uploads.ts'
import { format, text } from '../text/en.ts'
import { Banner } from './banner.tsx'

/** What becomes of the uploads when this page closes, and what can be done about it. */
export function Closing() {
  const { handedOver, remaining } = list.totals.value
  if (handingOver.value) return <Banner tone="info">{text.background.handingOver}</Banner>
  if (handedOver > 0) {
    return <Banner tone="info">{text.background.handedOver(handedOver)}</Banner>
  }
  if (remaining === 0) return null
  switch (closing.value) {
    case 'goes-on':
      return <GoesOn />
    case 'spent':
      return <Spent />
    case 'unsupported':
      return <p class="hint">{text.closing.pausesHere}</p>
    case 'denied':
    case 'switched-off':
    case 'unknown':
      return <p class="hint">{text.closing.pauses}</p>
  }
}

function GoesOn() {
  const { value: room } = roomLeft
  return (
    <div class="closing">
      <p class="hint">
        {room === null ? text.closing.goesOn : text.closing.goesOnPartly(format.bytes(room))}
      </p>
      <button type="button" class="button" onClick={finishInBackground}>
        {text.background.finish}
      </button>
    </div>
  )
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
