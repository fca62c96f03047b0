import { useSignal } from '@preact/signals'
import { commands } from '../commands.ts'
import { session, signIn, signInBy } from '../state/session.ts'
import { text } from '../text/catalogue.ts'
import { Button, Copyable, Loading } from './parts.tsx'

/** In place of the page, until somebody is known to be an admin. */
export function SignIn() {
  const { signIn: words } = text
  const now = session.value
  if (now.type !== 'out') return <Loading />
  const { why } = now
  const mayPaste = why !== 'open' && why !== 'unreachable'
  return (
    <section class="card sign-in" aria-labelledby="sign-in">
      <h2 id="sign-in">{words.heading}</h2>
      <p role="alert">{words[why]}</p>
      {why === 'unreachable' && (
        <div class="actions">
          <Button kind="primary" onClick={() => void signIn()}>
            {text.tryAgain}
          </Button>
        </div>
      )}
      {why === 'open' && <p>{words.openNext}</p>}
      {mayPaste && (
        <>
          <PasteLink />
          <p>{words.makeOne}</p>
          <Copyable value={commands.makeAdminLink} label={words.makeOne} />
          <p class="hint">{words.orAccount}</p>
        </>
      )}
    </section>
  )
}

function PasteLink() {
  const { signIn: words } = text
  const link = useSignal('')
  const problem = useSignal('')
  const submit = (event: Event) => {
    event.preventDefault()
    problem.value = signInBy(link.value) ? '' : words.notWhole
  }
  return (
    <form class="paste" onSubmit={submit}>
      <label for="admin-link">{words.paste}</label>
      <div class="copyable">
        <input
          id="admin-link"
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          aria-describedby="admin-link-hint"
          value={link}
          onInput={({ currentTarget }) => (link.value = currentTarget.value)}
        />
        <button type="submit" class="button primary">
          {words.submit}
        </button>
      </div>
      <p class="hint" id="admin-link-hint">
        {words.pasteHint}
      </p>
      <p class="problem-text" role="alert">
        {problem}
      </p>
    </form>
  )
}
