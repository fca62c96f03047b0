import '../style/fields.css'
import '../style/settings.css'
import '../style/history.css'
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Entry } from '../history/entry.ts'
import { entriesWanted, type Wanted } from '../history/search.ts'
import { cleared, history, isIncomplete, showHistory, type Failure } from '../history/state.ts'
import { later, text } from '../text/catalogue.ts'
import { Banner } from './banner.tsx'
import { HistoryCharts } from './history-charts.tsx'
import { ClearedHistory } from './history-cleared.tsx'
import { HistoryRows } from './history-rows.tsx'
import { HistoryTools } from './history-tools.tsx'
import { ViewHeading } from './view-heading.tsx'

const EVERYTHING: Wanted = { text: '', outcome: 'all' }

/** All uploads of this browser that have ended. */
export function HistoryView() {
  useEffect(showHistory, [])
  const now = history.value
  return (
    <div class="history" data-testid="history">
      <div class="view-head">
        <ViewHeading>{text.views.history}</ViewHeading>
        <p class="hint">{later.history.what}</p>
      </div>
      {isIncomplete.value && <Banner tone="warning">{later.history.incomplete}</Banner>}
      {cleared.value && <ClearedHistory cleared={cleared.value} />}
      {now.status === 'reading' && <p class="starting">{later.history.reading}</p>}
      {now.status === 'failed' && <Unreadable why={now.why} />}
      {now.status === 'ready' && <Entries entries={now.entries} others={now.others} />}
    </div>
  )
}

function Entries({ entries, others }: { entries: readonly Entry[]; others: number }) {
  const wanted = useSignal(EVERYTHING)
  const found = useMemo(() => entriesWanted(entries, wanted.value), [entries, wanted.value])
  return (
    <>
      {entries.length === 0 ? (
        !cleared.value && <Empty />
      ) : (
        <>
          <HistoryTools wanted={wanted} found={found} count={entries.length} />
          {found.length === 0 ? (
            <None showAll={() => (wanted.value = EVERYTHING)} />
          ) : (
            <>
              <HistoryCharts entries={found} />
              <HistoryRows entries={found} />
            </>
          )}
        </>
      )}
      {others > 0 && <p class="hint">{later.history.others(others)}</p>}
    </>
  )
}

function Empty() {
  return (
    <section class="card empty">
      <h2>{later.history.empty}</h2>
      <p>{later.history.emptyWhy}</p>
    </section>
  )
}

function None({ showAll }: { showAll: () => void }) {
  const show = () => {
    showAll()
    document.getElementById('history-search')?.focus()
  }
  return (
    <section class="card empty">
      <h2>{later.history.none}</h2>
      <p>{later.history.noneWhy}</p>
      <div>
        <button type="button" class="button" onClick={show}>
          {later.history.showAll}
        </button>
      </div>
    </section>
  )
}

function Unreadable({ why }: { why: Failure }) {
  const { broken, brokenWhy, brokenNext, newer, newerWhy } = later.history
  return (
    <section class="card" role="alert">
      <h2>{why === 'newer' ? newer : broken}</h2>
      <p>{why === 'newer' ? newerWhy : brokenWhy}</p>
      {why === 'storage' && <p>{brokenNext}</p>}
      <div>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {text.banner.reload}
        </button>
      </div>
    </section>
  )
}
