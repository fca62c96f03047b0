import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { filesOfDrop, filesOfHandles, filesOfInput } from '../files/chosen.ts'
import { pickFiles } from '../files/platform.ts'
import { add } from '../state/adding.ts'
import { attempt } from '../state/notices.ts'
import { text } from '../text/en.ts'

/** Not in the types of Preact. https://wicg.github.io/entries-api/#dom-htmlinputelement-webkitdirectory */
const ONE_FOLDER = { webkitdirectory: true }

/** Where files are added: the zone shows it, but the whole window takes a drop. */
export function DropZone() {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const over = useWindowDrop()
  return (
    <section class={over ? 'drop-zone over' : 'drop-zone'} aria-labelledby="add-heading">
      <h2 id="add-heading" class="visually-hidden">
        {text.drop.heading}
      </h2>
      <p class="invitation">{over ? text.drop.release : text.drop.invitation}</p>
      <p class="or">{text.drop.or}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => pickInto(files)}>
          {text.drop.chooseFiles}
        </button>
        <button type="button" class="button" onClick={() => folder.current?.click()}>
          {text.drop.chooseFolder}
        </button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="file-input"
        onChange={addChosen}
      />
      <input
        ref={folder}
        type="file"
        {...ONE_FOLDER}
        hidden
        data-testid="folder-input"
        onChange={addChosen}
      />
    </section>
  )
}

/**
 * Files are picked as handles where the browser gives them. Folders are not: Chromium's handle of a
 * folder leaves out, without a word, files whose names hold quotes, joiners or blanks at an end.
 */
function pickInto(input: { current: HTMLInputElement | null }): void {
  const picked = pickFiles(true)
  if (!picked) return input.current?.click()
  attempt('pick', async () => {
    const handles = await picked
    if (handles.length > 0) await add(filesOfHandles(handles))
  })
}

function addChosen({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLInputElement)) return
  const chosen = [...(currentTarget.files ?? [])]
  // Without this the same file could not be chosen a second time.
  currentTarget.value = ''
  if (chosen.length > 0) void add(filesOfInput(chosen))
}

/** Takes drops anywhere in the window; whether files are being dragged over it. */
function useWindowDrop(): boolean {
  const depth = useSignal(0)
  useEffect(() => {
    const events: [string, (event: DragEvent) => void][] = [
      ['dragenter', () => (depth.value += 1)],
      ['dragleave', () => (depth.value = Math.max(0, depth.value - 1))],
      ['dragover', takeAsCopy],
      [
        'drop',
        ({ dataTransfer }) => {
          depth.value = 0
          if (dataTransfer) void add(filesOfDrop(dataTransfer))
        },
      ],
    ]
    const stop = new AbortController()
    for (const [type, listener] of events) {
      const listenToFiles = (event: Event) => {
        if (!(event instanceof DragEvent)) return
        if (!event.dataTransfer?.types.includes('Files')) return
        event.preventDefault()
        listener(event)
      }
      window.addEventListener(type, listenToFiles, { signal: stop.signal })
    }
    return () => stop.abort()
  }, [depth])
  return depth.value > 0
}

function takeAsCopy({ dataTransfer }: DragEvent): void {
  if (dataTransfer) dataTransfer.dropEffect = 'copy'
}
