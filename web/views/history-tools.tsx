import type { Signal } from '@preact/signals'
import { saveFile } from '../files/save.ts'
import { csvWordsIn } from '../history/csv-words.ts'
import { csvOf } from '../history/csv.ts'
import { OUTCOMES, type Entry } from '../history/entry.ts'
import { LEAST_OF_CODE, type Wanted } from '../history/search.ts'
import { clearHistory } from '../history/state.ts'
import { dismiss, notify } from '../state/notices.ts'
import { later } from '../text/catalogue.ts'

interface ToolsProps {
  readonly wanted: Signal<Wanted>
  readonly found: readonly Entry[]
  /** Of all entries. */
  readonly count: number
}

/** Searching, saving and clearing. */
export function HistoryTools({ wanted, found, count }: ToolsProps) {
  const { history, states } = later
  const { text, outcome } = wanted.value
  const isNarrowed = text.trim() !== '' || outcome !== 'all'
  return (
    <form class="history-tools" role="search" onSubmit={(event) => event.preventDefault()}>
      <div class="field">
        <label for="history-search">{history.search}</label>
        <input
          id="history-search"
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={text}
          aria-describedby="history-search-hint"
          onInput={({ currentTarget }) =>
            (wanted.value = { ...wanted.value, text: currentTarget.value })
          }
        />
        <p class="hint" id="history-search-hint">
          {history.searchHint(LEAST_OF_CODE)}
        </p>
      </div>
      <div class="field">
        <label for="history-outcome">{history.outcome}</label>
        <select
          id="history-outcome"
          onChange={({ currentTarget }) => {
            const chosen = OUTCOMES.find((one) => one === currentTarget.value) ?? 'all'
            wanted.value = { ...wanted.value, outcome: chosen }
          }}
        >
          {(['all', ...OUTCOMES] as const).map((one) => (
            <option key={one} value={one} selected={one === outcome}>
              {one === 'all' ? history.all : states[one]}
            </option>
          ))}
        </select>
      </div>
      <div class="actions">
        <p class="found" role="status" data-testid="found">
          {history.found(found.length, count)}
        </p>
        <button
          type="button"
          class="button"
          title={history.exportHint}
          disabled={found.length === 0}
          onClick={() =>
            saveFile(history.file, csvOf(found, csvWordsIn(later)), 'text/csv;charset=utf-8')
          }
        >
          {history.export}
        </button>
        <button type="button" class="button quiet" onClick={clear}>
          {isNarrowed ? history.clearAll : history.clear}
        </button>
      </div>
    </form>
  )
}

function clear(): void {
  clearHistory().then(
    () => dismiss('history'),
    (error: unknown) => {
      console.warn('the history was not cleared', error)
      notify({ subject: 'history', tone: 'problem', text: later.history.failed })
    },
  )
}
