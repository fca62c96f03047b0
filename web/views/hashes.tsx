import { useEffect, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Details } from '../../shared/details.ts'
import { HASHES, type HashKind, type Hashes } from '../../shared/hashes.ts'
import type { UploadView } from '../../shared/messages.ts'
import { hashFrom, hashings, hashNow } from '../state/hashes.ts'
import type { Hashing } from '../proof/shown.ts'
import { format, later } from '../text/catalogue.ts'
import { hashNames } from '../text/hash-names.ts'
import { receiptOf } from '../worker-door.ts'
import { AcquisitionAlarm, DetailsFacts } from './details-facts.tsx'
import { Disproved } from './disproved.tsx'

const COMPUTING: ReadonlySet<Hashing['state']> = new Set(['waiting', 'reading', 'held'])

/** In which it isn't known yet whether a file was misread, or is another one than was sent. */
const DOUBTED: ReadonlySet<Hashing['state']> = new Set([...COMPUTING, 'file', 'changed'])

interface HashesProps {
  view: UploadView
  /** What was entered about the file. */
  details: Details
}

/** What was entered about an upload's file, and its hashes, which are compared with it. */
export function DetailsAndHashes({ view, details }: HashesProps) {
  const hashing = hashings.value.get(view.id)
  const stated = useStated(view, hashing === undefined)
  const hashes = hashing?.hashes ?? stated
  const computing = hashing !== undefined && COMPUTING.has(hashing.state)
  return (
    <>
      <AcquisitionAlarm details={details} hashes={hashes} />
      {(view.state === 'disproved' || hashing?.state === 'another') && <Disproved />}
      {details.length > 0 && (
        <section class="card">
          <h2>{later.details.shown}</h2>
          <p class="aside">{later.details.entered}</p>
          <DetailsFacts details={details} hashes={hashes} computing={computing} />
        </section>
      )}
      <section class="card" data-testid="hashes" data-state={hashing?.state ?? 'none'}>
        <h2>{later.hashes.heading}</h2>
        {hashes && <p class="aside">{later.hashes.byBrowser}</p>}
        <HashFacts kinds={kindsOf(hashing, hashes, details)} hashes={hashes} />
        {hashing?.isAgain && DOUBTED.has(hashing.state) && (
          <p class="note">
            {later.hashes.doubt} {hashing.state !== 'changed' && later.hashes.again}
          </p>
        )}
        <p>{wordsOf(view, hashing, hashes)}</p>
        <HashActions view={view} hashing={hashing} isKnown={isAllKnown(hashes, details)} />
      </section>
    </>
  )
}

/** The hashes in the receipt, once there is one; asked for where nothing else is known. */
function useStated({ id, state }: UploadView, isAsked: boolean): Hashes | undefined {
  const stated = useSignal<Hashes | undefined>(undefined)
  useEffect(() => {
    if (!isAsked || state !== 'verified') return
    receiptOf(id).then(
      (receipt) => (stated.value = receipt?.hashes),
      (error: unknown) => console.warn('the receipt is not known', error),
    )
  }, [id, state, isAsked])
  return stated.value
}

function kindsOf(
  hashing: Hashing | undefined,
  hashes: Hashes | undefined,
  details: Details,
): HashKind[] {
  return HASHES.filter(
    (kind) =>
      hashing?.kinds.includes(kind) ||
      hashes?.[kind] !== undefined ||
      details.some(({ hash }) => hash === kind),
  )
}

/** Whether nothing is left to be computed: something was, and all that was entered. */
function isAllKnown(hashes: Hashes | undefined, details: Details): boolean {
  return hashes !== undefined && details.every(({ hash }) => !hash || hashes[hash] !== undefined)
}

function HashFacts({ kinds, hashes }: { kinds: HashKind[]; hashes: Hashes | undefined }) {
  if (kinds.length === 0) return null
  return (
    <dl class="receipt">
      {kinds.map((kind) => (
        <div key={kind}>
          <dt>{hashNames[kind]}</dt>
          <dd>
            <code>{hashes?.[kind] ?? '…'}</code>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function wordsOf(
  { size, state }: UploadView,
  hashing: Hashing | undefined,
  hashes: Hashes | undefined,
): string {
  const words = later.hashes
  if (!hashing) return hashes ? '' : words.none
  switch (hashing.state) {
    case 'reading':
    case 'held':
      return words[hashing.state](format.percent(size === 0 ? 1 : hashing.at / size))
    case 'done':
      return state === 'verified' ? '' : words.soon
    default:
      return words[hashing.state]
  }
}

interface HashActionsProps {
  view: UploadView
  hashing: Hashing | undefined
  isKnown: boolean
}

function HashActions({ view, hashing, isKnown }: HashActionsProps) {
  const input = useRef<HTMLInputElement>(null)
  const words = later.hashes
  const compute = () => hashNow(view.id)
  if (!hashing) {
    if (isKnown || view.state === 'cancelled') return null
    return (
      <div class="actions">
        <button type="button" class="button" onClick={compute}>
          {words.compute}
        </button>
      </div>
    )
  }
  if (hashing.state !== 'file') return null
  const take = () => {
    const file = input.current?.files?.[0]
    if (input.current) input.current.value = ''
    if (file) hashFrom(view, file)
  }
  return (
    <div class="actions">
      <button type="button" class="button" onClick={compute}>
        {words.allow}
      </button>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {words.choose}
      </button>
      <input ref={input} type="file" hidden data-testid="hash-input" onChange={take} />
    </div>
  )
}
