import type { UploadDetail } from '../../../shared/messages.ts'
import { missingFrom, type NumberSet } from '../../../shared/ranges.ts'
import type { Stage } from './flight.ts'
import type { Upload } from './step.ts'

type Part = UploadDetail['parts'][number]

const STAGES: Readonly<Record<Stage, Part['stage'] | null>> = {
  idle: null,
  hashing: 'reading',
  hashed: 'ready',
  signing: 'ready',
  signed: 'ready',
  sending: 'sending',
}

/** What only one who looks at the upload from near is shown. */
export function detailOf({
  record,
  flight,
}: Upload): Pick<UploadDetail, 'plan' | 'missing' | 'parts' | 'elsewhere'> {
  const { server, missing } = record
  const parts: Part[] = []
  for (const [number, { stage, host = null, failures }] of flight.parts) {
    const shown = STAGES[stage]
    if (shown) parts.push({ number, stage: shown, host, failures })
  }
  return {
    plan: server && {
      partSize: server.partSize,
      partCount: server.partCount,
      checksum: server.checksum,
    },
    missing: copyOf(missing),
    parts,
    elsewhere: copyOf(runsOf(flight.elsewhere ?? [])),
  }
}

/** The numbers as runs: what is missing from the numbers that are missing. */
function runsOf(numbers: readonly number[]): NumberSet {
  const last = Math.max(0, ...numbers)
  const others = new Set(numbers)
  return missingFrom(
    last,
    Array.from({ length: last }, (_, at) => at + 1).filter((number) => !others.has(number)),
  )
}

function copyOf(set: NumberSet): [number, number][] {
  return set.map(([first, last]) => [first, last])
}
