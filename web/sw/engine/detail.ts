import type { UploadDetail } from '../../../shared/upload-detail.ts'
import { minus, type NumberSet } from '../../../shared/ranges.ts'
import { asSet } from '../../../shared/sequence.ts'
import { partsAhead } from './ahead.ts'
import { planOf } from './record.ts'
import type { Upload } from './step.ts'

/** What only one who looks at the upload from near is shown: of its parts nothing that is secret. */
export function detailOf({
  record,
  flight,
}: Upload): Pick<UploadDetail, 'plan' | 'missing' | 'here' | 'parts' | 'details'> {
  const { missing } = record
  const parts: UploadDetail['parts'] = []
  for (const [number, { stage, host, failures }] of flight.parts) {
    parts.push({ number, stage, host, failures })
  }
  for (const [number] of partsAhead(flight.ahead)) {
    parts.push({ number, stage: 'hashed', failures: 0 })
  }
  return {
    plan: planOf(record),
    missing: copyOf(missing),
    here: copyOf(minus(missing, asSet(flight.elsewhere ?? []))),
    parts,
    details: record.details,
  }
}

function copyOf(set: NumberSet): [number, number][] {
  return set.map(([first, last]) => [first, last])
}
