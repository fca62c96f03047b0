import { useSignal } from '@preact/signals'
import { copyText } from '../state/clipboard.ts'
import { takeFocus } from './take-focus.ts'
import { closeDialog, type WatchLinkDialog } from '../state/dialogs.ts'
import { format } from '../text/en.ts'
import { watch } from '../text/watch.ts'

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The link by which others see the upload, and what it lets them see. */
export function WatchLinkView({ name, address, until }: WatchLinkDialog) {
  const feedback = useSignal('')
  const copy = () => {
    copyText(address).then(
      () => (feedback.value = watch.copied),
      () => (feedback.value = watch.copyFailed),
    )
  }
  const share = () => {
    navigator.share({ title: name, url: address }).catch((error: unknown) => {
      const changedMind = error instanceof DOMException && error.name === 'AbortError'
      if (!changedMind) feedback.value = watch.shareFailed
    })
  }
  return (
    <>
      <h2 id="dialog-heading">{watch.heading}</h2>
      <p>{watch.what(name, format.localTime(until))}</p>
      <p>{watch.nothingElse}</p>
      {LOCAL.has(location.hostname) && <p class="hint">{watch.onlyHere}</p>}
      <label class="watch-link">
        <span>{watch.link}</span>
        <input readOnly value={address} onFocus={({ currentTarget }) => currentTarget.select()} />
      </label>
      <div class="actions">
        <button type="button" class="button primary" ref={takeFocus} onClick={copy}>
          {watch.copy}
        </button>
        {'share' in navigator && (
          <button type="button" class="button" onClick={share}>
            {watch.share}
          </button>
        )}
        <button type="button" class="button" onClick={closeDialog}>
          {watch.close}
        </button>
        <span class="feedback" role="status">
          {feedback}
        </span>
      </div>
    </>
  )
}
