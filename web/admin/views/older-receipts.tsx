import { useSignal } from '@preact/signals'
import { Banner } from '../../views/banner.tsx'
import { api } from '../api.ts'
import { useWork } from '../state/answer.ts'
import { text } from '../text/catalogue.ts'
import { Button, Problem } from './parts.tsx'

/** Has receipts looked for that the list may lack. */
export function OlderReceipts({ onAdded }: { onAdded: () => void }) {
  const { receipts: words } = text
  const after = useSignal<string | null>('')
  const looked = useSignal(0)
  const added = useSignal(0)
  const work = useWork()
  const look = () =>
    work.run(async () => {
      while (after.value !== null) {
        const answer = await api.olderReceipts({ after: after.value })
        after.value = answer.next
        looked.value += answer.looked
        added.value += answer.added
      }
      if (added.value > 0) onAdded()
    })
  if (after.value === null) return <Banner tone="info">{words.olderDone(added.value)}</Banner>
  return (
    <>
      <Problem words={work.problem} again={look} />
      <Banner
        tone="info"
        actions={!work.busy && <Button onClick={look}>{words.olderStart}</Button>}
      >
        {work.busy ? words.olderRunning(looked.value) : `${words.older} ${words.olderWhy}`}
      </Banner>
    </>
  )
}
