import '../style/fields.css'
import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { findMessages } from '../help/find.ts'
import { messagesIn, type MessageGroup } from '../help/messages.ts'
import { later, text } from '../text/catalogue.ts'
import { useIsLater } from './use-is-later.ts'

/** What may be said where something does not go on, found by its words. */
export function HelpMessages() {
  const entered = useSignal('')
  const all = useMemo(() => messagesIn(text, later), [])
  const found = findMessages(all, entered.value)
  const { heading, search, hint, found: said, none, noneNext } = later.help.messages
  const count = found.reduce((sum, { messages }) => sum + messages.length, 0)
  return (
    <section aria-labelledby="messages">
      <h2 id="messages" tabIndex={-1}>
        {heading}
      </h2>
      <form class="field" role="search" onSubmit={(event) => event.preventDefault()}>
        <label for="message-search">{search}</label>
        <input
          id="message-search"
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={entered.value}
          aria-describedby="message-search-hint"
          onInput={({ currentTarget }) => (entered.value = currentTarget.value)}
        />
        <p class="hint" id="message-search-hint">
          {hint}
        </p>
        <p class="hint" role="status" data-testid="messages-found">
          {said(count)}
        </p>
      </form>
      {count === 0 && (
        <div>
          <p>{none}</p>
          <p class="hint">{noneNext}</p>
        </div>
      )}
      {found.map((group) => (
        <Group key={group.heading} group={group} isOpen={entered.value !== ''} />
      ))}
    </section>
  )
}

/** @param isOpen whether it has only what was looked for */
function Group({ group, isOpen }: { group: MessageGroup; isOpen: boolean }) {
  const isFilled = useIsLater()
  return (
    <details class="messages" open={isOpen}>
      <summary>{group.heading}</summary>
      {(isOpen || isFilled.value) && (
        <dl>
          {group.messages.map(([what, ...next]) => (
            <div key={what}>
              <dt>{what}</dt>
              {next.map((one) => (
                <dd key={one}>{one}</dd>
              ))}
            </div>
          ))}
        </dl>
      )}
    </details>
  )
}
