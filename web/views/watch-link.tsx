import '../style/fields.css'
import { useSignal } from '@preact/signals'
import { copyText } from '../state/clipboard.ts'
import { sayAnew } from '../state/say-anew.ts'
import { takeFocus } from './take-focus.ts'
import { closeDialog, type WatchLinkDialog } from '../state/dialogs.ts'
import { later } from '../text/catalogue.ts'

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The link by which others see the upload, and what it lets them see. */
export function WatchLinkView({ name, address, until }: WatchLinkDialog) {
  const feedback = useSignal('')
  const copy = () => {
    copyText(address).then(
      () => sayAnew(feedback, later.watch.copied),
      () => sayAnew(feedback, later.watch.copyFailed),
    )
  }
  const share = () => {
    navigator.share({ title: name, url: address }).catch((error: unknown) => {
      const changedMind = error instanceof DOMException && error.name === 'AbortError'
      if (!changedMind) sayAnew(feedback, later.watch.shareFailed)
    })
  }
  return (
    <>
      <h2 id="dialog-heading">{later.watch.heading}</h2>
      <p>{later.watch.what(name, later.order.at(Date.parse(until)))}</p>
      <p>{later.watch.nothingElse}</p>
      {LOCAL.has(location.hostname) && <p class="hint">{later.watch.onlyHere}</p>}
      <label class="watch-link">
        <span>{later.watch.link}</span>
        <input
          class="input"
          readOnly
          dir="ltr"
          value={address}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </label>
      <div class="actions">
        <button type="button" class="button primary" ref={takeFocus} onClick={copy}>
          {later.watch.copy}
        </button>
        {'share' in navigator && (
          <button type="button" class="button" onClick={share}>
            {later.watch.share}
          </button>
        )}
        <button type="button" class="button" onClick={closeDialog}>
          {later.watch.close}
        </button>
        <span class="feedback" role="status">
          {feedback}
        </span>
      </div>
    </>
  )
}
