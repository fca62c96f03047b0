import { useMemo, useRef } from 'preact/hooks'
import { differingHash } from '../../shared/acquisition.ts'
import { hasArrived, speedToTell, type Entry } from '../history/entry.ts'
import { keptReceiptOf } from '../history/state.ts'
import { useMountedRows } from '../rows/use-mounted-rows.ts'
import { dialog } from '../state/dialogs.ts'
import { dismiss, notify } from '../state/notices.ts'
import { format, later } from '../text/catalogue.ts'
import { fullName } from '../uploads/order.ts'
import { Icon } from './icon.tsx'

/** Entries, of which there may be many thousands: only those near the window are rendered. */
export function HistoryRows({ entries }: { entries: readonly Entry[] }) {
  const list = useRef<HTMLUListElement>(null)
  const ids = useMemo(() => entries.map(({ id }) => id), [entries])
  const { mounted, hold } = useMountedRows(list, ids)
  return (
    <section aria-labelledby="entries-heading">
      <h2 id="entries-heading" class="visually-hidden">
        {later.history.entries}
      </h2>
      <ul
        ref={list}
        class="rows"
        style={{ paddingBlockEnd: `${mounted.rest}px` }}
        onFocusIn={hold}
        onPointerDown={hold}
      >
        {mounted.rows.map(({ index, gap }) => {
          const entry = entries[index]
          if (!entry) return null
          return (
            <Row key={entry.id} entry={entry} place={index + 1} count={entries.length} gap={gap} />
          )
        })}
      </ul>
    </section>
  )
}

interface RowProps {
  readonly entry: Entry
  /** In the whole list, from 1. */
  readonly place: number
  readonly count: number
  /** px of rows before it that are not rendered. */
  readonly gap: number
}

function Row({ entry, place, count, gap }: RowProps) {
  const { id, name, path, outcome, object, problem, details = [], hashes } = entry
  const isOther = differingHash(details, hashes) !== undefined
  const label = later.row.receipt
  return (
    <li
      class="row"
      style={{ marginBlockStart: `${gap}px` }}
      aria-setsize={count}
      aria-posinset={place}
      data-testid="entry"
      data-id={id}
    >
      <h3 title={fullName(entry)}>
        <bdi>{name}</bdi>
      </h3>
      <p class={`state ${outcome}`}>
        <span>{later.states[outcome]}</span>
      </p>
      <div class="row-about">
        <p class="facts">
          {path !== '' && <span>{later.row.inFolder(path)}</span>}
          {factsOf(entry).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        {isOther && <p class="note failure">{later.hashes.alarmNote}</p>}
        {outcome === 'disproved' && <p class="note failure">{later.hashes.anotherNote}</p>}
        {problem !== null && <p class="note failure">{later.problems[problem].what}</p>}
        {object && (
          <p class="path">
            <bdi>{object.key}</bdi>
          </p>
        )}
      </div>
      {object && (
        <div class="actions">
          <button
            type="button"
            class="button quiet"
            aria-label={later.row.of(label, name)}
            onClick={() => openReceipt(entry)}
          >
            <Icon name="receipt" />
            {label}
          </button>
        </div>
      )}
    </li>
  )
}

function factsOf(entry: Entry): string[] {
  const { size, sent, outcome, endedAt } = entry
  const whole = format.bytes(size)
  const speed = speedToTell(entry)
  return [
    hasArrived(outcome) ? whole : later.history.arrived(format.bytes(sent), whole),
    format.localTime(new Date(endedAt).toISOString()),
    ...(speed === null ? [] : [later.history.took(format.speed(speed))]),
  ]
}

function openReceipt({ id }: Entry): void {
  keptReceiptOf(id).then(
    (kept) => {
      if (!kept) return tell()
      dismiss('history-receipt')
      dialog.value ??= { type: 'receipt', id, ...kept }
    },
    (error: unknown) => {
      console.warn('a receipt can not be read', error)
      tell()
    },
  )
}

function tell(): void {
  notify({ subject: 'history-receipt', tone: 'problem', text: later.history.noReceipt })
}
