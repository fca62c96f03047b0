import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { nodesOfDrop } from '../files/chosen.ts'
import { pathTo } from '../routing/route.ts'
import { add } from '../state/adding.ts'
import { dropPlace } from '../state/drop-place.ts'
import { isClosed } from '../state/invitation.ts'
import { go } from '../state/location.ts'
import { text } from '../text/catalogue.ts'

/**
 * ms after the last word of what is dragged: browsers tell of it twice a second at least, but not always
 * that it left, as where an element has gone that it was over.
 * https://html.spec.whatwg.org/multipage/dnd.html#drag-and-drop-processing-model
 */
const STILL_OVER = 700

/** Takes files that are dropped anywhere in the window or pasted: adds them, unless the view has another use. */
export function WindowDrop() {
  const isOver = useSignal(false)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const take = (transfer: DataTransfer) => {
      const place = dropPlace.peek()
      if (place) return place.take([...transfer.files])
      add(nodesOfDrop(transfer))
      go(pathTo('home'))
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const leave = () => void (isOver.value = false)
    const over = (transfer: DataTransfer) => {
      transfer.dropEffect = 'copy'
      isOver.value = true
      clearTimeout(timer)
      timer = setTimeout(leave, STILL_OVER)
    }
    const drop = (transfer: DataTransfer) => {
      leave()
      take(transfer)
    }
    const events: [string, (transfer: DataTransfer) => void][] = [
      ['dragenter', over],
      ['dragover', over],
      ['drop', drop],
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
  }, [isOver])
  const place = dropPlace.value
  return isOver.value && (place || !isClosed.value) ? (
    <p class="drop-overlay">{place ? place.said : text.home.release}</p>
  ) : null
}

function hasFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes('Files') ?? false
}
