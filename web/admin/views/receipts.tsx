import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ListedReceipt, ReceiptsRequest } from '../../../shared/admin.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { Modal } from '../../views/modal.tsx'
import { api } from '../api.ts'
import { useWork } from '../state/answer.ts'
import { refreshed, wantedPerson } from '../state/route.ts'
import { format, text } from '../text/catalogue.ts'
import { OlderReceipts } from './older-receipts.tsx'
import { Button, Empty, KeyName, Loading, Person, Problem, splitKey } from './parts.tsx'
import { ReceiptDetail } from './receipt-detail.tsx'

type Query = Omit<ReceiptsRequest, 'after'>
const EVERYTHING: Query = { text: '', person: '', from: null, to: null }
/** Of a page that is searched for; each question of the search costs the store some 40 requests. */
const WANTED = 50

/** What arrived, the newest first. A search goes on by itself until it has a page, or is stopped. */
export function Receipts() {
  const query = useSignal<Query>({ ...EVERYTHING, person: wantedPerson.peek() })
  const found = useSignal<readonly ListedReceipt[] | null>(null)
  const linkNames = useSignal<ReadonlyMap<string, string>>(new Map())
  const next = useSignal<string | null>(null)
  const searchedTo = useSignal<string | null>(null)
  const older = useSignal(false)
  const opened = useSignal<Receipt | null>(null)
  const stopped = useRef({ is: false })
  const work = useWork()
  const opening = useWork()

  const stop = () => {
    stopped.current.is = true
  }
  const search = async (after: string | null) => {
    const stopping = { is: false }
    stopped.current = stopping
    const before = found.value ?? []
    let [from, list] = [after, before]
    do {
      const page = await api.receipts({ ...query.peek(), after: from })
      list = [...list, ...page.receipts]
      linkNames.value = new Map([...linkNames.value, ...Object.entries(page.linkNames)])
      found.value = list
      next.value = from = page.next
      searchedTo.value = page.searchedTo
      if (after === null && page.older) older.value = true
    } while (from !== null && list.length < before.length + WANTED && !stopping.is)
  }
  const goOn = () => work.run(() => search(next.value))
  const searchAnew = () => {
    stop()
    work.runNext(() => {
      found.value = next.value = searchedTo.value = null
      return search(null)
    })
  }
  useEffect(() => {
    wantedPerson.value = ''
    searchAnew()
    return stop
  }, [refreshed.value])

  const list = found.value
  const isSearch = query.value.text + query.value.person !== ''
  const isAll = !isSearch && query.value.from === null && query.value.to === null
  return (
    <section class="view" aria-busy={work.busy}>
      <SearchForm
        query={query.value}
        disabled={work.busy}
        onSearch={(wanted) => {
          query.value = wanted
          searchAnew()
        }}
      />
      {older.value && <OlderReceipts onAdded={searchAnew} />}
      <Problem words={work.problem} again={goOn} />
      <Problem words={opening.problem} />
      {list === null && work.busy && <Loading />}
      {list?.length === 0 && !work.busy && next.value === null && (
        <Empty
          what={isAll ? text.receipts.empty : text.receipts.none}
          next={isAll ? text.receipts.emptyNext : text.receipts.noneNext}
        />
      )}
      {list !== null && list.length > 0 && (
        <ul class="rows">
          {list.map((receipt) => (
            <Row
              key={receipt.verifiedAt + receipt.key}
              receipt={receipt}
              linkNames={linkNames.value}
              onOpen={() =>
                opening.run(async () => {
                  opened.value = await api.receipt(receipt.key)
                })
              }
            />
          ))}
        </ul>
      )}
      {list !== null && work.busy && searchedTo.value !== null && (
        <div class="actions after">
          <span role="status">{text.receipts.searching(text.day(searchedTo.value))}</span>
          <Button onClick={stop}>{text.receipts.stop}</Button>
        </div>
      )}
      {next.value !== null && !work.busy && (
        <div class="actions after">
          {isSearch && searchedTo.value !== null && (
            <span>{text.receipts.stopped(text.day(searchedTo.value))}</span>
          )}
          <Button onClick={goOn}>{isSearch ? text.receipts.goOn : text.more}</Button>
        </div>
      )}
      {opened.value !== null && (
        <Modal onClose={() => (opened.value = null)}>
          <ReceiptDetail receipt={opened.value} onClose={() => (opened.value = null)} />
        </Modal>
      )}
    </section>
  )
}

interface RowProps {
  receipt: ListedReceipt
  linkNames: ReadonlyMap<string, string>
  onOpen: () => void
}

function Row({ receipt, linkNames, onOpen }: RowProps) {
  const { key, size, verifiedAt, person, disproved, differs } = receipt
  return (
    <li class="row" data-testid="receipt-row">
      <KeyName name={key} />
      <div class="actions">
        <Button label={text.receipts.open(splitKey(key).name)} onClick={onOpen}>
          {text.receipts.receipt}
        </Button>
      </div>
      <div class="row-about">
        {disproved && <p class="state disproved">{text.receipts.disproved}</p>}
        {differs && <p class="state disproved">{text.receipts.differs}</p>}
        <p class="facts">
          <span>{text.when(verifiedAt)}</span>
          <span>{format.bytes(size)}</span>
          <Person subject={person} linkNames={linkNames} />
        </p>
      </div>
    </li>
  )
}

interface SearchFormProps {
  query: Query
  disabled: boolean
  onSearch: (query: Query) => void
}

function SearchForm({ query, disabled, onSearch }: SearchFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const submit = (event: Event) => {
    event.preventDefault()
    if (!form.current) return
    const data = new FormData(form.current)
    const given = (name: string) => {
      const value = data.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    onSearch({
      text: given('text'),
      person: given('person'),
      from: given('from') || null,
      to: given('to') || null,
    })
  }
  const clear = () => {
    form.current?.reset()
    for (const input of form.current?.querySelectorAll('input') ?? []) input.value = ''
    onSearch(EVERYTHING)
  }
  return (
    <form class="card search" role="search" ref={form} onSubmit={submit}>
      <div class="fields">
        <label class="wide">
          <span>{text.receipts.words}</span>
          <input name="text" type="search" maxLength={200} placeholder={text.receipts.wordsHint} />
        </label>
        <label class="wide">
          <span>{text.receipts.person}</span>
          <input
            name="person"
            type="search"
            maxLength={1000}
            placeholder={text.receipts.personHint}
            defaultValue={query.person}
          />
        </label>
        <label>
          <span>{text.receipts.from}</span>
          <input name="from" type="date" />
        </label>
        <label>
          <span>{text.receipts.to}</span>
          <input name="to" type="date" />
        </label>
      </div>
      <div class="actions">
        <button type="submit" class="button primary" disabled={disabled}>
          {text.receipts.submit}
        </button>
        <Button onClick={clear} disabled={disabled}>
          {text.receipts.clear}
        </Button>
      </div>
    </form>
  )
}
