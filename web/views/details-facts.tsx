import '../style/details.css'
import { agreement, differingHash } from '../../shared/acquisition.ts'
import type { Details } from '../../shared/details.ts'
import type { Hashes } from '../../shared/hashes.ts'
import { later } from '../text/catalogue.ts'
import { WithCode } from './with-code.tsx'

interface DetailsFactsProps {
  details: Details
  /** Of the whole file, as far as they are known. */
  hashes?: Hashes | undefined
  /** Whether those that aren't known are being computed. */
  computing?: boolean
}

/** What was entered about a file; acquisition hashes compared with the file's own. */
export function DetailsFacts({ details, hashes, computing = false }: DetailsFactsProps) {
  return (
    <dl class="receipt details">
      {details.map(({ name, label, value, chosen, hash }) => (
        <div key={name}>
          <dt>
            <bdi>{label}</bdi>
          </dt>
          <dd>
            {hash ? <code>{value}</code> : <Value value={value} chosen={chosen} />}
            {hash && (
              <>
                <span class="agreement">{later.hashes.entered(hash)}</span>
                <Agreement agrees={agreement(hash, String(value), hashes)} computing={computing} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Agreement({ agrees, computing }: { agrees: boolean | null; computing: boolean }) {
  const { matches, differs, pending, notCompared } = later.hashes
  if (agrees === null) return <span class="agreement">{computing ? pending : notCompared}</span>
  return (
    <strong class={`agreement ${agrees ? 'matches' : 'differs'}`}>
      {agrees ? matches : differs}
    </strong>
  )
}

/** What to do where an acquisition hash isn't the file's. */
export function AcquisitionAlarm({ details, hashes }: Omit<DetailsFactsProps, 'computing'>) {
  const differing = differingHash(details, hashes)
  if (!differing?.hash) return null
  const { alarm, alarmWhat, alarmNext } = later.hashes
  const found = hashes?.[differing.hash] ?? ''
  return (
    <section class="alarm" role="alert" data-testid="acquisition-alarm">
      <h2>{alarm}</h2>
      <p>
        <WithCode sentence={alarmWhat(differing.hash, found)} code={found} />
      </p>
      {alarmNext.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  )
}

function Value({ value, chosen }: Pick<Details[number], 'value' | 'chosen'>) {
  if (typeof value === 'boolean') return <>{value ? later.details.yes : later.details.no}</>
  return <bdi>{chosen ?? value}</bdi>
}
