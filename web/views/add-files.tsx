import { useRef } from 'preact/hooks'
import { nodesOfHandles, nodesOfInput } from '../files/chosen.ts'
import { pickFiles } from '../files/platform.ts'
import { add } from '../state/adding.ts'
import { isClosed } from '../state/invitation.ts'
import { attempt } from '../state/notices.ts'
import { list } from '../state/uploads.ts'
import { later, text } from '../text/catalogue.ts'
import { Icon } from './icon.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'

const StartLater = lazy(async () => (await loadTools()).StartLater, true)

/** Not in the types of Preact. https://wicg.github.io/entries-api/#dom-htmlinputelement-webkitdirectory */
const ONE_FOLDER = { webkitdirectory: true }

/** Where files are chosen. @param isAll whether there is nothing else to see yet */
export function AddFiles({ isAll }: { isAll: boolean }) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  // What was begun goes on, and may want its file again.
  const disabled = isClosed.value && list.totals.value.gone === 0
  return (
    <section class={isAll ? 'add all' : 'add'} aria-labelledby="add-heading">
      <h2 id="add-heading" class="visually-hidden">
        {text.drop.heading}
      </h2>
      {isAll && <Icon name="upload" />}
      <p class="add-invitation">{disabled ? later.invitation.closed : text.drop.invitation}</p>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          disabled={disabled}
          onClick={() => pickInto(files)}
        >
          {text.drop.chooseFiles}
        </button>
        <button
          type="button"
          class="button"
          disabled={disabled}
          onClick={() => folder.current?.click()}
        >
          {text.drop.chooseFolder}
        </button>
        <StartLater disabled={disabled} />
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
    if (handles.length > 0) add(nodesOfHandles(handles))
  })
}

function addChosen({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLInputElement)) return
  const chosen = [...(currentTarget.files ?? [])]
  // Without this the same file could not be chosen a second time.
  currentTarget.value = ''
  if (chosen.length > 0) add(nodesOfInput(chosen))
}
