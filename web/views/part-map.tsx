import type { UploadDetail } from '../../shared/upload-detail.ts'
import { format, later } from '../text/catalogue.ts'
import {
  columnsFor,
  countStates,
  gridOf,
  outlineOf,
  PART_STATES,
  partStates,
  type PartState,
} from '../uploads/part-map.ts'

/** px of a part at most: few parts need not fill the width. */
const LARGEST = 22
/** px of a window in which the picture is to be higher. */
const NARROW = 640

/** A picture of all parts, in the order of the file, and how many there are of each kind. */
export function PartMap({ detail, isVerified }: { detail: UploadDetail; isVerified: boolean }) {
  const { plan } = detail
  return (
    <section class="card" aria-labelledby="parts-heading">
      <div class="overview-head">
        <h2 id="parts-heading">{later.detail.parts}</h2>
        {plan && <p class="aside">{sizesOf(plan)}</p>}
      </div>
      {plan ? <Map states={partStates(detail, isVerified)} /> : <p>{later.detail.noPlan}</p>}
    </section>
  )
}

function sizesOf({ partCount, partSize }: { partCount: number; partSize: number }): string {
  return partCount === 1
    ? later.detail.onePart
    : later.detail.partsOf(format.bytes(partSize), partCount)
}

function Map({ states }: { states: readonly PartState[] }) {
  const columns = columnsFor(states.length, window.innerWidth < NARROW ? 1.5 : 8)
  const rows = Math.ceil(states.length / columns)
  const counts = countStates(states)
  const there = PART_STATES.filter((state) => counts[state] > 0)
  return (
    <>
      <svg
        class="part-map"
        role="img"
        aria-label={later.detail.map(
          there.map((state) => later.detail.counted(counts[state], state)),
        )}
        viewBox={`0 0 ${columns} ${rows}`}
        width={columns * LARGEST}
      >
        {there.map((state) => (
          <path key={state} class={state} d={outlineOf(states, state, columns)} />
        ))}
        <path class="grid" d={gridOf(states.length, columns)} />
      </svg>
      <ul class="legend">
        {there.map((state) => (
          <li key={state} class={state}>
            {later.detail.states[state]} <strong>{format.number(counts[state])}</strong>
          </li>
        ))}
      </ul>
    </>
  )
}
