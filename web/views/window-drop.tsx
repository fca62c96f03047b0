import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { nodesOfDrop } from '../files/chosen.ts'
import { pathTo } from '../routing/route.ts'
import { add } from '../state/adding.ts'
import { isClosed } from '../state/invitation.ts'
import { go } from '../state/location.ts'
import { text } from '../text/catalogue.ts'

/** Takes files that are dropped anywhere in the window or pasted, whatever view is shown. */
export function WindowDrop() {
  const depth = useSignal(0)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const take = (transfer: DataTransfer) => {
      add(nodesOfDrop(transfer))
      go(pathTo('home'))
    }
    const events: [string, (transfer: DataTransfer) => void][] = [
      ['dragenter', () => (depth.value += 1)],
      ['dragleave', () => (depth.value = Math.max(0, depth.value - 1))],
      ['dragover', (transfer) => (transfer.dropEffect = 'copy')],
      [
        'drop',
        (transfer) => {
          depth.value = 0
          take(transfer)
        },
      ],
    ]
    for (const [type, listener] of events) {
      const listenToFiles = (event: Event) => {
        if (!(event instanceof DragEvent) || !hasFiles(event.dataTransfer)) return
        event.preventDefault()
        listener(event.dataTransfer)
      }
      window.addEventListener(type, listenToFiles, { signal })
    }
    const paste = (event: ClipboardEvent) => {
      if (!hasFiles(event.clipboardData)) return
      // The text that is on the clipboard too may be meant for a field.
      const isField = event.target instanceof Element && event.target.matches('input, textarea')
      if (isField && event.clipboardData.types.includes('text/plain')) return
      event.preventDefault()
      take(event.clipboardData)
    }
    window.addEventListener('paste', paste, { signal })
    return () => stop.abort()
  }, [depth])
  return depth.value > 0 && !isClosed.value ? <p class="drop-overlay">{text.home.release}</p> : null
}

function hasFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes('Files') ?? false
}
