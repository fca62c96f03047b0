import { useSignal, type Signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { HASHES, type Hashes } from '../../shared/hashes.ts'
import type { FactCheck } from '../../shared/receipt-check.ts'
import { ReadingError, readInWorker } from '../proof/ask-worker.ts'
import { check, fetchKeys, readReceipt, type Checked, type SignatureCheck } from '../proof/check.ts'
import { dropPlace } from '../state/drop-place.ts'
import { isChecking } from '../state/reloading.ts'
import { format, later } from '../text/catalogue.ts'
import { exactSize } from '../text/exact-size.ts'
import { ProgressBar } from './progress-bar.tsx'
import { ReceiptFacts } from './receipt-facts.tsx'
import { ViewHeading } from './view-heading.tsx'
import { WithCode } from './with-code.tsx'

/** Where anybody checks whether a file is what a receipt states. */
export function CheckReceipt() {
  const words = later.receipts
  const receiptFile = useSignal<File | null>(null)
  const file = useSignal<File | null>(null)
  const at = useSignal<number | null>(null)
  const problem = useSignal('')
  const checked = useSignal<Checked | null>(null)
  const ending = useRef<AbortController | null>(null)
  useEffect(() => () => ending.current?.abort(), [])
  const isBegun = receiptFile.value !== null || file.value !== null
  useEffect(() => {
    isChecking.value = isBegun
    return () => void (isChecking.value = false)
  }, [isBegun])

  const begin = async (receiptFile: File, file: File): Promise<void> => {
    const stop = new AbortController()
    ending.current = stop
    checked.value = null
    problem.value = ''
    at.value = 0
    try {
      const receipt = await readReceipt(receiptFile)
      if (!receipt) return void (problem.value = words.noReceiptFile)
      const ports = { keys: fetchKeys, read: readInWorker }
      const progress = (bytes: number): void => void (at.value = bytes)
      const outcome = await check(receipt, file, ports, progress, stop.signal)
      if (!stop.signal.aborted) checked.value = outcome
    } catch (error) {
      if (stop.signal.aborted) return
      console.warn('the check broke off', error)
      if (!(error instanceof ReadingError || error instanceof DOMException)) throw error
      problem.value = words.unreadable
    } finally {
      at.value = null
    }
  }
  /** What was found is of what was chosen before. */
  const choose = (choice: Signal<File | null>, chosen: File): void => {
    ending.current?.abort()
    checked.value = null
    problem.value = ''
    choice.value = chosen
  }
  useEffect(() => {
    const take = (files: readonly File[]): void => {
      for (const one of files) choose(isOfReceipt(one) ? receiptFile : file, one)
    }
    dropPlace.value = { said: words.release, take }
    return () => void (dropPlace.value = null)
  }, [])
  const submit = (event: Event): void => {
    event.preventDefault()
    const [receipt, its] = [receiptFile.peek(), file.peek()]
    if (receipt && its) void begin(receipt, its)
  }

  return (
    <>
      <section class="card no-print">
        <ViewHeading>{words.heading}</ViewHeading>
        <p>{words.lead}</p>
        <form onSubmit={submit}>
          <Choice
            label={words.receipt}
            action={words.chooseReceipt}
            accept="application/json,.json"
            file={receiptFile.value}
            onChoose={(chosen) => choose(receiptFile, chosen)}
            testId="receipt-input"
          />
          <Choice
            label={words.file}
            action={words.chooseFile}
            file={file.value}
            onChoose={(chosen) => choose(file, chosen)}
            testId="file-input"
          />
          <div class="actions">
            <button
              type="submit"
              class="button primary"
              disabled={!receiptFile.value || !file.value || at.value !== null}
            >
              {words.check}
            </button>
            {at.value !== null && (
              <button type="button" class="button" onClick={() => ending.current?.abort()}>
                {words.stop}
              </button>
            )}
          </div>
        </form>
        {at.value !== null && file.value && (
          <>
            <ProgressBar
              label={words.check}
              size={file.value.size}
              sent={at.value}
              inFlight={0}
              done={false}
            />
            <p>{words.reading(file.value.size === 0 ? 1 : at.value / file.value.size)}</p>
          </>
        )}
        <p class="fault" role="alert">
          {problem}
        </p>
      </section>
      {checked.value && file.value && <Outcome checked={checked.value} name={file.value.name} />}
    </>
  )
}

/** Whether it is the receipt, of files that are dropped here: those are saved as JSON. */
function isOfReceipt({ name }: File): boolean {
  return /\.json$/i.test(name)
}

interface ChoiceProps {
  label: string
  action: string
  accept?: string
  file: File | null
  onChoose: (file: File) => void
  testId: string
}

function Choice({ label, action, accept, file, onChoose, testId }: ChoiceProps) {
  const input = useRef<HTMLInputElement>(null)
  const take = () => {
    const chosen = input.current?.files?.[0]
    if (!input.current || !chosen) return
    // Without this the same file could not be chosen a second time.
    input.current.value = ''
    onChoose(chosen)
  }
  return (
    <div class="choice">
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {action}
      </button>
      <p>
        <span class="visually-hidden">{label}: </span>
        {file && (
          <>
            <bdi>{file.name}</bdi>, {format.bytes(file.size)}
          </>
        )}
      </p>
      <input ref={input} type="file" hidden accept={accept} data-testid={testId} onChange={take} />
    </div>
  )
}

const TONES = {
  good: 'good',
  'by-crc-alone': 'good',
  'without-sha256': 'good',
  unsigned: 'warning',
  'size-only': 'warning',
  'another-file': 'bad',
  disproved: 'bad',
  'not-believed': 'bad',
} as const

/** @param name of the file that was read */
function Outcome({ checked, name }: { checked: Checked; name: string }) {
  const words = later.receipts
  const { verdict, facts, signature, receipt } = checked
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [checked])
  return (
    <section class="card printed" data-testid="outcome" data-verdict={verdict}>
      <div class={`verdict ${TONES[verdict]}`}>
        <h2 ref={heading} tabIndex={-1}>
          {words.verdicts[verdict].heading}
        </h2>
        <p>
          {words.file}: <bdi>{name}</bdi>
        </p>
        <p>{words.verdicts[verdict].what}</p>
      </div>
      <dl class="receipt checks">
        <div>
          <dt>{words.signature}</dt>
          {saidOf(signature).map((said) => (
            <dd key={said}>{said}</dd>
          ))}
        </div>
        {facts.map(({ fact, outcome, stated, found }) => (
          <div key={fact} class={outcome}>
            <dt>{words.facts[fact]}</dt>
            <dd>
              <strong>{words.outcomes[outcome]}</strong>
            </dd>
            <dd>{shown(fact, stated, words.stated)}</dd>
            {outcome === 'differs' && <dd>{shown(fact, found, words.found)}</dd>}
          </div>
        ))}
      </dl>
      <h2>{later.receipt.heading}</h2>
      <ReceiptFacts receipt={receipt} hashesFound={hashesIn(facts)} />
    </section>
  )
}

/** Those of the file that was read. */
function hashesIn(facts: readonly FactCheck[]): Hashes {
  const hashes: Hashes = { computedBy: 'browser' }
  for (const kind of HASHES) {
    const found = facts.find(({ fact }) => fact === kind)?.found
    if (found !== undefined) hashes[kind] = found
  }
  return hashes
}

function shown(fact: string, value: string, sentence: (value: string) => string) {
  if (fact === 'size') return sentence(exactSize(Number(value)))
  return <WithCode sentence={sentence(value)} code={value} />
}

function saidOf(signature: SignatureCheck): string[] {
  const words = later.receipts
  if (signature.state === 'good') return [words.signed(signature.key)]
  if (signature.state !== 'bad') {
    return [signature.state === 'no-keys' ? words.noKeys : words.noEd25519]
  }
  const { why } = signature
  if (why.flaw !== 'changed') return [words.flaws[why.flaw]]
  return [words.flaws.changed, words.changedFacts(why.facts)]
}
